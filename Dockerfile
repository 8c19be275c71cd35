FROM eclipse-temurin:17-jdk AS build
WORKDIR /build
COPY . .
RUN --mount=type=cache,target=/root/.m2 ./mvnw -B -q -DskipTests package

FROM eclipse-temurin:25-jre
WORKDIR /app
COPY --from=build /build/target/lib target/lib/
COPY --from=build /build/target/flowlogs.jar target/
COPY flowlogs ./
COPY routes routes/
COPY sample sample/
COPY application.properties ./
# Starts of the image take half the time with the cache, and go without it where it cannot be made.
RUN ./flowlogs cache || true
RUN install -d -o 10001 -g 10001 -m 700 state out spool dead-letter
USER 10001:10001
VOLUME ["/app/state", "/app/out", "/app/spool", "/app/dead-letter"]
ENTRYPOINT ["./flowlogs"]
CMD ["run"]
