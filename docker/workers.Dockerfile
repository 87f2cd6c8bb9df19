# The fleet's one image: `docker build -f docker/workers.Dockerfile -t kafkastellar .`, then `docker run kafkastellar --help`.

# The native libraries change seldom, so they are a layer of their own; natives/build installs what it needs.
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS natives
ENV KAFKASTELLAR_NATIVES=/natives
WORKDIR /kafkastellar
COPY natives natives
RUN natives/build

FROM natives AS build
COPY . .
RUN make build

# OpenSSL is in the image already; the others are what librdkafka and the reader of .zst files are linked with.
FROM mcr.microsoft.com/dotnet/aspnet:10.0
RUN apt-get update \
    && apt-get install -y --no-install-recommends libsasl2-2 libzstd1 zlib1g \
    && rm -rf /var/lib/apt/lists/* \
    && install -d -o "$APP_UID" -g "$APP_UID" /lake
COPY --from=build /kafkastellar/artifacts/kafkastellar /opt/kafkastellar
WORKDIR /opt/kafkastellar
USER $APP_UID
ENTRYPOINT ["/opt/kafkastellar/kafkastellar"]
