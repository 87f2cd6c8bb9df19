using System.Net;
using System.Security.Cryptography;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;

namespace KafkaStellar.Lake;

/// <summary>Objects in a bucket of S3, or of a store that speaks its protocol and knows <c>If-None-Match: *</c> on a put.</summary>
/// <remarks>An object is put in one request with its SHA-256: it is there whole or not at all. A put that lost its answer finds its own object when it is tried again.</remarks>
public sealed class S3Store : IObjectStore, IDisposable
{
    // S3's own limit for one request.
    private const long MaxPutBytes = 5L << 30;
    private const string Sha256Key = "x-amz-meta-sha256";

    // What a line must give that is to carry files.
    private const double LeastBytesPerSecond = 1 << 20;

    private readonly S3Address _address;
    private readonly AmazonS3Client _client;
    private readonly TimeSpan _patience;

    /// <summary>Objects under an address.</summary>
    /// <exception cref="ArgumentException">There are no credentials, or half of them.</exception>
    public S3Store(S3Address address, S3Options options)
    {
        _address = address;
        _patience = options.Patience;
        var config = new AmazonS3Config
        {
            AuthenticationRegion = options.Region,
            ForcePathStyle = options.Endpoint is not null,
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
            MaxErrorRetry = 3,
            Timeout = Timeout.InfiniteTimeSpan, // AskAsync knows when it is over
        };
        if (options.Endpoint is { } endpoint) config.ServiceURL = endpoint;
        else config.RegionEndpoint = Amazon.RegionEndpoint.GetBySystemName(options.Region ?? Environment.GetEnvironmentVariable("AWS_REGION") ?? "us-east-1");
        if (options.AccessKey is null != options.SecretKey is null) throw new ArgumentException("Of S3's access key and its secret, one is given and the other is not.");
        _client = options.Anonymous ? new AmazonS3Client(new AnonymousAWSCredentials(), config)
            : options.AccessKey is { } key ? new AmazonS3Client(new BasicAWSCredentials(key, options.SecretKey), config)
            : new AmazonS3Client(config);
    }

    /// <inheritdoc/>
    public string Name => $"{_address}";

    /// <inheritdoc/>
    public async Task<bool> PutIfAbsentAsync(string key, ObjectContent content, CancellationToken stop)
    {
        if (content.Length > MaxPutBytes) throw new NotSupportedException($"{Name}/{key}: {content.Length} bytes are too many for one object of S3; at most {MaxPutBytes} go in one request. Let files end earlier (--bytes-per-file).");
        byte[] sha256;
        await using (Stream source = content.Open()) sha256 = await SHA256.HashDataAsync(source, stop).ConfigureAwait(false);
        return await AskAsync(key, async timed =>
        {
            timed.CancelAfter(LimitOf(content.Length));
            await using Stream source = content.Open();
            var put = new PutObjectRequest
            {
                BucketName = _address.Bucket,
                Key = KeyOf(key),
                InputStream = source,
                AutoCloseStream = false,
                IfNoneMatch = "*",
                ChecksumSHA256 = Convert.ToBase64String(sha256),
            };
            put.Metadata.Add(Sha256Key, Convert.ToHexStringLower(sha256));
            await _client.PutObjectAsync(put, timed.Token).ConfigureAwait(false);
            return true;
        }, HttpStatusCode.PreconditionFailed, false, stop).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task<RentedBytes?> GetAsync(string key, long limit, CancellationToken stop) => AskAsync<RentedBytes?>(key, async timed =>
    {
        using GetObjectResponse answer = await _client.GetObjectAsync(_address.Bucket, KeyOf(key), timed.Token).ConfigureAwait(false);
        timed.CancelAfter(LimitOf(answer.ContentLength));
        return await RentedBytes.ReadAsync(answer.ResponseStream, answer.ContentLength + 1, limit, timed.Token).ConfigureAwait(false)
            ?? throw new IOException($"{Name}/{key} has more than {limit} bytes: it is not what it should be, or the limit is to be raised.");
    }, HttpStatusCode.NotFound, null, stop);

    /// <inheritdoc/>
    public Task<ObjectEntry?> HeadAsync(string key, CancellationToken stop) => AskAsync<ObjectEntry?>(key, async timed =>
        new ObjectEntry(key, (await _client.GetObjectMetadataAsync(_address.Bucket, KeyOf(key), timed.Token).ConfigureAwait(false)).ContentLength), HttpStatusCode.NotFound, null, stop);

    /// <inheritdoc/>
    public Task<string?> Sha256Async(string key, CancellationToken stop) => AskAsync<string?>(key, async timed =>
    {
        // What the object says of itself is as old as it is; its bytes are what a reader will get.
        using GetObjectResponse answer = await _client.GetObjectAsync(_address.Bucket, KeyOf(key), timed.Token).ConfigureAwait(false);
        timed.CancelAfter(LimitOf(answer.ContentLength));
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(answer.ResponseStream, timed.Token).ConfigureAwait(false));
    }, HttpStatusCode.NotFound, null, stop);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ObjectEntry>> ListAsync(string prefix, string? startAfter, int limit, CancellationToken stop)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, 1000);
        string root = KeyOf("");
        var found = new List<ObjectEntry>();
        string? after = startAfter;
        while (true)
        {
            ListObjectsV2Response page = await AskAsync(prefix, timed => _client.ListObjectsV2Async(
                new() { BucketName = _address.Bucket, Prefix = root + prefix, StartAfter = after is null ? null : root + after, MaxKeys = limit - found.Count }, timed.Token), null, null!, stop).ConfigureAwait(false);
            foreach (S3Object one in page.S3Objects ?? []) found.Add(new ObjectEntry(one.Key[root.Length..], one.Size ?? 0));
            if (found.Count >= limit || page.IsTruncated != true || page.S3Objects is not [.., var last]) return found;
            after = last.Key[root.Length..];
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private TimeSpan LimitOf(long bytes) => _patience + TimeSpan.FromSeconds(bytes / LeastBytesPerSecond);

    private string KeyOf(string key)
    {
        if (key.Length > 0) ObjectKey.Verify(key);
        return _address.Prefix.Length == 0 ? key : $"{_address.Prefix}/{key}";
    }

    // One status is an answer; who may not, or names what is not there, is told so; all else is the world being busy.
    private async Task<T> AskAsync<T>(string key, Func<CancellationTokenSource, Task<T>> question, HttpStatusCode? answered, T answer, CancellationToken stop)
    {
        using var timed = CancellationTokenSource.CreateLinkedTokenSource(stop);
        timed.CancelAfter(_patience);
        try
        {
            return await question(timed).ConfigureAwait(false);
        }
        catch (OperationCanceledException silent) when (!stop.IsCancellationRequested)
        {
            throw new IOException($"{Name}/{key}: the store has not answered in the time it has ({_patience.TotalSeconds} s, and a second for each MiB).", silent);
        }
        catch (AmazonS3Exception no) when (no.StatusCode == answered && no.ErrorCode != "NoSuchBucket")
        {
            return answer;
        }
        catch (AmazonS3Exception no) when (no.StatusCode is HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized || no.ErrorCode is "NoSuchBucket" or "XAdminUserNotFound" or "InvalidAccessKeyId")
        {
            throw new UnauthorizedAccessException($"{Name}/{key}: the store refuses: {no.Message} ({no.ErrorCode}). Check the bucket's name, the credentials and what they allow.", no);
        }
        catch (Exception busy) when (busy is AmazonServiceException or AmazonClientException or HttpRequestException or TimeoutException)
        {
            throw new IOException($"{Name}/{key}: the store does not answer: {busy.Message}", busy);
        }
    }
}
