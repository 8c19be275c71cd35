# The image for those who build with Docker. ./mvnw -Prelease verify makes one of the same contents without it.
FROM eclipse-temurin:17-jdk AS build
WORKDIR /build
COPY . .
RUN --mount=type=cache,target=/root/.m2 ./mvnw -B -q -Prelease -Dmaven.test.skip=true package

FROM eclipse-temurin:25-jre
WORKDIR /app
COPY --from=build /build/target/unpacked-release/flowlogs-* ./
# Starts of the image take half the time with the cache, and go without it where it cannot be made.
RUN ./bin/flowlogs cache || true
# For any user, as a container may be told to run as another one; what the program makes in them is for its owner only.
RUN install -d -m 777 state out spool dead-letter
USER 10001:10001
VOLUME ["/app/state", "/app/out", "/app/spool", "/app/dead-letter"]
ENTRYPOINT ["./bin/flowlogs"]
CMD ["run"]
