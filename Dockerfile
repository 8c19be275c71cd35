# Builds the image with Docker. ./mvnw -Prelease verify makes an image with the same contents without Docker.
FROM eclipse-temurin:17-jdk AS build
WORKDIR /build
COPY . .
RUN --mount=type=cache,target=/root/.m2 ./mvnw -B -q -Prelease -Dmaven.test.skip=true package

FROM eclipse-temurin:25-jre
WORKDIR /app
COPY --from=build /build/target/unpacked-release/flowlogs-* ./
# With the class cache, the image starts in half the time. If the cache cannot be made, the image works without it.
RUN ./bin/flowlogs cache || true
# Writable for any user, because a container can run as another user. The program's own files in them are for their owner only.
RUN install -d -m 777 state out spool dead-letter
USER 10001:10001
VOLUME ["/app/state", "/app/out", "/app/spool", "/app/dead-letter"]
ENTRYPOINT ["./bin/flowlogs"]
CMD ["run"]
