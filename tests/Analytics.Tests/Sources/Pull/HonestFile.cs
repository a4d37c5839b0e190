using System.Globalization;
using System.Security.Cryptography;

namespace Analytics.Tests.Sources.Pull;

/// <summary>A file as a good server gives it: with tag and time, conditions and ranges.</summary>
internal sealed record HonestFile(byte[] Content)
{
    public string? ETag { get; init; } = $"\"{Convert.ToHexStringLower(SHA256.HashData(Content))[..16]}\"";

    public DateTimeOffset? Modified { get; init; } = new DateTimeOffset(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);

    public bool HasRanges { get; init; } = true;

    public TestAnswer Answer(TestRequest request)
    {
        if (ETag is not null && request.Header("If-None-Match") == ETag) return Headed(new TestAnswer(304, []));
        var time = Modified?.ToString("R", CultureInfo.InvariantCulture);
        if (time is not null && request.Header("If-Modified-Since") == time) return Headed(new TestAnswer(304, []));
        if (!HasRanges || request.Header("Range") is not { } range) return Headed(new TestAnswer(200, Content));
        if (request.Header("If-Range") is { } condition && condition != ETag && condition != time)
            return Headed(new TestAnswer(200, Content));

        var from = int.Parse(range.Split('=', '-')[1], CultureInfo.InvariantCulture);
        return from >= Content.Length
            ? Headed(new TestAnswer(416, [])).With("Content-Range", $"bytes */{Content.Length}")
            : Headed(new TestAnswer(206, Content[from..]))
                .With("Content-Range", $"bytes {from}-{Content.Length - 1}/{Content.Length}");
    }

    private TestAnswer Headed(TestAnswer answer)
    {
        answer = answer.With("Date", new DateTimeOffset(2026, 7, 1, 12, 0, 0, TimeSpan.Zero).ToString("R"));
        if (ETag is not null) answer = answer.With("ETag", ETag);
        return Modified is { } time ? answer.With("Last-Modified", time.ToString("R")) : answer;
    }
}
