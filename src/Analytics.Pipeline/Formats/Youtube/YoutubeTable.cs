using System.Text;
using Analytics.Pipeline.Formats.Archives;
using Analytics.Pipeline.Formats.Records;

namespace Analytics.Pipeline.Formats.Youtube;

/// <summary>What a table of an export is; read in this order.</summary>
internal enum YoutubeTableKind
{
    /// <summary>Nothing that is read.</summary>
    Other,

    /// <summary>Channels that the owner follows.</summary>
    Subscriptions,

    /// <summary>Films of the owner.</summary>
    Videos,

    /// <summary>Comments and messages in live chats by the owner.</summary>
    Comments,

    /// <summary>The owner's own channel.</summary>
    Channel,
}

/// <summary>What the start of a table shows, whatever language its header is in.</summary>
/// <param name="Owner">The channel that it belongs to; empty where it does not say.</param>
/// <param name="Width">Number of columns.</param>
internal sealed record YoutubeTable(YoutubeTableKind Kind, byte[] Owner, int Width)
{
    private const int StartBytes = 1 << 16;

    private static YoutubeTable Nothing { get; } = new(YoutubeTableKind.Other, [], 0);

    public static YoutubeTable Of(ArchiveFolder folder, ArchiveEntry entry)
    {
        var buffer = new byte[StartBytes];
        int length;
        try
        {
            using var stream = folder.Open(entry);
            length = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        }
        catch (Exception error) when (error is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            return Nothing;
        }

        var start = Encoding.UTF8.GetString(buffer, 0, length).TrimStart('\uFEFF').Split('\n', 3);
        if (start.Length < 2) return Nothing;
        var header = start[0].TrimEnd('\r').Split(',');
        var first = start[1].TrimEnd('\r').Split(',');
        var isChannel = IsChannel(first[0]);
        if (isChannel && first.Length >= 3 && first[1].Contains("/channel/", StringComparison.Ordinal))
            return new YoutubeTable(YoutubeTableKind.Subscriptions, [], header.Length);
        if (header.Contains("Video ID", StringComparer.OrdinalIgnoreCase)
            && header.Contains("Privacy", StringComparer.OrdinalIgnoreCase))
            return new YoutubeTable(YoutubeTableKind.Videos, [], header.Length);
        if (isChannel)
            return new YoutubeTable(YoutubeTableKind.Channel, Encoding.ASCII.GetBytes(first[0]), header.Length);
        return first.Length >= 5 && IsChannel(first[1]) && first[2].Length >= 10 && first[2][4] == '-'
            ? new YoutubeTable(YoutubeTableKind.Comments, Encoding.ASCII.GetBytes(first[1]), header.Length)
            : Nothing;
    }

    public TableRecords Records(byte[] owner) => Kind switch
    {
        YoutubeTableKind.Subscriptions => new YoutubeSubscriptions(owner),
        YoutubeTableKind.Videos => new YoutubeVideos(),
        YoutubeTableKind.Comments => new YoutubeComments(Width),
        _ => throw new InvalidOperationException($"a table of kind {Kind} is not read"),
    };

    /// <summary><c>UC</c> and 22 letters, digits and signs.</summary>
    public static bool IsChannel(ReadOnlySpan<byte> text)
    {
        if (text.Length != 24 || !text.StartsWith("UC"u8)) return false;
        foreach (var c in text)
        {
            if (!char.IsAsciiLetterOrDigit((char)c) && c is not ((byte)'-' or (byte)'_')) return false;
        }

        return true;
    }

    private static bool IsChannel(string text) => IsChannel(Encoding.UTF8.GetBytes(text.Trim()));
}
