using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Analytics.Tests.Sources.Pull;

/// <summary>The two calls of an S3-compatible store that a pull needs: ListObjectsV2 and GetObject.</summary>
internal sealed class TestBucket
{
    private readonly SortedDictionary<string, byte[]> _objects = new(StringComparer.Ordinal);

    /// <summary>Changes what is answered for an object, or gives null to answer as a good store does.</summary>
    public Func<TestRequest, string, TestAnswer, TestAnswer>? Object { get; set; }

    /// <summary>Answers listings instead, or gives null.</summary>
    public Func<TestRequest, TestAnswer?>? Listing { get; set; }

    public byte[] this[string key]
    {
        set => _objects[key] = value;
    }

    public static string TagOf(byte[] content) => $"\"{Convert.ToHexStringLower(MD5.HashData(content))}\"";

    public TestAnswer Answer(TestRequest request)
    {
        if (request.Target.Contains("list-type=2", StringComparison.Ordinal))
            return Listing?.Invoke(request) ?? List(request);
        var key = Uri.UnescapeDataString(request.Path["/bucket/".Length..]);
        if (!_objects.TryGetValue(key, out var content)) return new TestAnswer(404, []);
        HonestFile file = new(content) { ETag = TagOf(content) };
        var answer = request.Header("If-Match") is { } tag && tag != file.ETag
            ? new TestAnswer(412, [])
            : file.Answer(request);
        return Object?.Invoke(request, key, answer) ?? answer;
    }

    /// <summary>A thousand names after the token, as the protocol says.</summary>
    private TestAnswer List(TestRequest request)
    {
        var query = request.Target.Split('?')[1].Split('&').Select(pair => pair.Split('=', 2))
            .ToDictionary(pair => pair[0], pair => Uri.UnescapeDataString(pair.ElementAtOrDefault(1) ?? ""));
        var prefix = query.GetValueOrDefault("prefix", "");
        var after = query.TryGetValue("continuation-token", out var token)
            ? token["after:".Length..]
            : query.GetValueOrDefault("start-after", "");
        var page = _objects.SkipWhile(one => string.CompareOrdinal(one.Key, after) <= 0)
            .Where(one => one.Key.StartsWith(prefix, StringComparison.Ordinal)).Take(1_001).ToList();
        StringBuilder xml = new();
        xml.Append("<ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Name>bucket</Name>");
        foreach (var (key, content) in page.Take(1_000))
        {
            xml.Append(CultureInfo.InvariantCulture,
                $"<Contents><Key>{key}</Key><Size>{content.Length}</Size><ETag>{TagOf(content)}</ETag>");
            xml.Append("<LastModified>2026-06-01T00:00:00.000Z</LastModified></Contents>");
        }

        var isTruncated = page.Count > 1_000;
        xml.Append(CultureInfo.InvariantCulture, $"<IsTruncated>{(isTruncated ? "true" : "false")}</IsTruncated>");
        if (isTruncated) xml.Append($"<NextContinuationToken>after:{page[999].Key}</NextContinuationToken>");
        return TestAnswer.Text(xml.Append("</ListBucketResult>").ToString()).With("Content-Type", "application/xml");
    }
}
