FROM eclipse-temurin:17-jdk AS build
WORKDIR /build
COPY . .
RUN --mount=type=cache,target=/root/.m2 ./mvnw -B -q -DskipTests package

FROM eclipse-temurin:17-jre
WORKDIR /app
COPY --from=build /build/target/lib lib/
COPY --from=build /build/target/flowlogs.jar ./
COPY routes routes/
COPY sample sample/
COPY application.properties ./
RUN install -d -o 10001 -g 10001 -m 700 state out spool dead-letter
USER 10001:10001
VOLUME ["/app/state", "/app/out", "/app/spool", "/app/dead-letter"]
ENTRYPOINT ["java", "-jar", "flowlogs.jar"]
CMD ["run"]
