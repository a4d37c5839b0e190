using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Amazon;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Analytics.Pipeline.Definition;

namespace Analytics.Pipeline.Sources.Pull;

/// <summary>
/// Objects of an S3-compatible store, by its SDK. The SDK signs and reads answers; waiting and asking again is left to
/// <see cref="Download"/>, so that all sources behave alike.
/// </summary>
internal sealed class S3Store(IAmazonS3 client, string bucket) : IObjectStore, IDisposable
{
    private const string DefaultRegion = "us-east-1";

    /// <param name="environment">Asked for the variables that AWS names; without them the SDK looks where it always
    /// does: profiles, then the machine's own role.</param>
    public static S3Store Open(PullDefinition settings, string bucket, Func<string, string?> environment)
    {
        AmazonS3Config config = new()
        {
            MaxErrorRetry = 0,
            Timeout = settings.Timeout,
            AllowAutoRedirect = false,
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
        };
        var region = settings.Region ?? environment("AWS_REGION") ?? environment("AWS_DEFAULT_REGION") ?? DefaultRegion;
        if (settings.Endpoint is not null)
        {
            config.ServiceURL = settings.Endpoint;
            config.ForcePathStyle = true;
            config.AuthenticationRegion = region;
        }
        else
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(region);
        }

        var credentials = Credentials(settings, environment);
        return new S3Store(
            credentials is null ? new AmazonS3Client(config) : new AmazonS3Client(credentials, config), bucket);
    }

    public void Dispose() => client.Dispose();

    public async Task<(IReadOnlyList<RemoteFile> Files, string? Next)> ListAsync(
        string prefix, string? after, string? token, CancellationToken cancellation)
    {
        ListObjectsV2Request request = new()
        {
            BucketName = bucket, Prefix = prefix, StartAfter = after, ContinuationToken = token,
        };
        var answer = await client.ListObjectsV2Async(request, cancellation).ConfigureAwait(false);
        var files = (answer.S3Objects ?? []).Select(FileOf).ToList();
        return (files, answer.IsTruncated == true ? answer.NextContinuationToken : null);
    }

    public async Task<RemoteBody> OpenAsync(
        RemoteFile file, Validators? known, Resumption? resume, CancellationToken cancellation)
    {
        GetObjectRequest request = new()
        {
            BucketName = bucket,
            Key = file.Key,
            EtagToNotMatch = resume is null ? known?.ETag : null,
            EtagToMatch = resume?.Condition,
            ChecksumMode = ChecksumMode.ENABLED,
        };
        if (resume is not null)
            request.ByteRange = new ByteRange(string.Create(CultureInfo.InvariantCulture, $"bytes={resume.Offset}-"));
        try
        {
            var answer = await client.GetObjectAsync(request, cancellation).ConfigureAwait(false);
            return BodyOf(answer, resume);
        }
        catch (AmazonS3Exception error) when (error.StatusCode == HttpStatusCode.NotModified && known is not null)
        {
            return new RemoteBody(BodyKind.Unchanged, Stream.Null, Stream.Null);
        }
        catch (AmazonS3Exception error) when (resume is not null && error.StatusCode
            is HttpStatusCode.PreconditionFailed or HttpStatusCode.RequestedRangeNotSatisfiable)
        {
            throw PullException.Stale("the object changed while it was downloaded");
        }
    }

    public PullException? Explain(Exception error) => error switch
    {
        AmazonServiceException { StatusCode: not 0 } refused => Refusal(refused),
        AmazonServiceException or HttpRequestException => PullException.Broken("the store cannot be reached", error),
        // The SDK itself compares the tag of an object that was put up in one piece.
        AmazonClientException wrong when wrong.Message.Contains("hash", StringComparison.OrdinalIgnoreCase) =>
            PullException.Stale("the bytes do not have the checksum that the store tells"),
        AmazonClientException => new PullException(
            "the SDK gave up: no credentials (AWS_ACCESS_KEY_ID, a profile, or pull.anonymous), or an answer that is "
            + "not the store's", error),
        _ => null,
    };

    private static PullException Refusal(AmazonServiceException refused)
    {
        var status = (int)refused.StatusCode;
        var code = refused.ErrorCode is { Length: > 0 and < 60 } given ? $" ({given})" : "";
        if (HttpAnswer.IsPassing(refused.StatusCode))
            return PullException.Broken($"the store answered {status}{code}", refused);
        var remedy = status switch
        {
            401 or 403 => ": check the credentials and what they allow",
            404 => ": there is no such bucket or object; check the address",
            301 or 307 => ": the bucket lies in another region; set pull.region",
            _ => "",
        };
        return new PullException($"the store answered {status}{code}{remedy}", refused);
    }

    private static AWSCredentials? Credentials(PullDefinition settings, Func<string, string?> environment)
    {
        if (settings.Anonymous) return new AnonymousAWSCredentials();
        if (environment("AWS_ACCESS_KEY_ID") is not { Length: > 0 } id) return null;
        if (environment("AWS_SECRET_ACCESS_KEY") is not { Length: > 0 } secret) return null;
        return environment("AWS_SESSION_TOKEN") is { Length: > 0 } session
            ? new SessionAWSCredentials(id, secret, session)
            : new BasicAWSCredentials(id, secret);
    }

    private RemoteFile FileOf(S3Object listed)
    {
        var slash = listed.Key.LastIndexOf('/');
        return new RemoteFile(listed.Key, listed.Key[(slash + 1)..], listed.Key[..(slash + 1)], AddressOf(listed.Key))
        {
            Bytes = listed.Size,
            ETag = listed.ETag,
        };
    }

    private string AddressOf(string key) => $"s3://{bucket}/{key}";

    private static RemoteBody BodyOf(GetObjectResponse answer, Resumption? resume)
    {
        if (resume is null)
        {
            return new RemoteBody(BodyKind.Whole, answer.ResponseStream, answer)
            {
                Total = answer.ContentLength,
                Validators = new Validators(answer.ETag, answer.LastModified?.ToUniversalTime()),
                RangeCondition = answer.ETag,
                Checksums = ChecksumsOf(answer),
                Encoding = HttpAnswer.EncodingOf(answer.Headers.ContentEncoding),
            };
        }

        if (!ContentRangeHeaderValue.TryParse(answer.ContentRange, out var range)
            || !resume.IsContinuedBy(range, answer.ETag))
        {
            answer.Dispose();
            throw PullException.Stale("the object changed while it was downloaded");
        }

        return new RemoteBody(BodyKind.Rest, answer.ResponseStream, answer) { Total = range.Length };
    }

    /// <summary>
    /// Those of the whole object. Its tag is its MD5 where it was put up in one piece and not under a key of its own.
    /// </summary>
    private static IReadOnlyList<Checksum> ChecksumsOf(GetObjectResponse answer)
    {
        List<Checksum?> found =
        [
            Of("sha256", answer.ChecksumSHA256), Of("sha1", answer.ChecksumSHA1), Of("crc32", answer.ChecksumCRC32),
            Of("crc32c", answer.ChecksumCRC32C), Of("crc64nvme", answer.ChecksumCRC64NVME),
        ];
        var tag = answer.ETag?.Trim('"') ?? "";
        var hasOwnKey = answer.ServerSideEncryptionMethod == ServerSideEncryptionMethod.AWSKMS
            || answer.ServerSideEncryptionMethod == ServerSideEncryptionMethod.AWSKMSDSSE
            || answer.ServerSideEncryptionCustomerMethod == ServerSideEncryptionCustomerMethod.AES256;
        if (tag.Length == 32 && tag.All(char.IsAsciiHexDigit) && !hasOwnKey)
            found.Add(new Checksum("md5", tag.ToLowerInvariant()));
        return [.. found.OfType<Checksum>()];

        static Checksum? Of(string algorithm, string? text) =>
            string.IsNullOrEmpty(text) ? null : Checksum.FromBase64(algorithm, text);
    }
}
