using System.Globalization;
using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Formats;

namespace Analytics.Pipeline.Sources.Recognition;

/// <summary>Tells delimited text apart: tables of platforms, other tables, and lists of edges.</summary>
internal static class TextRecognition
{
    public static RecognizedExport? Of(string file, FileHead head, ref string reason)
    {
        var lines = head.Lines(40).Where(line => !line.StartsWith('#')).ToList();
        if (lines.Count == 0)
        {
            reason = "no line with anything on it";
            return null;
        }

        if (EdgeList(file, lines, out var isWeighted) is { } edges) return edges;
        if (isWeighted)
        {
            reason = "lines of two ids and a number that is no time: sums of acts, of which none tells when it was; "
                + "deliver the acts themselves, or write the source by hand, with kind follows";
            return null;
        }

        var stated = TableStart.StatedDelimiter(head.Bytes, out var passed);
        var start = head.Bytes.AsSpan(stated is null ? 0 : passed);
        RecognizedExport? best = null;
        var first = true;
        foreach (var header in TableStart.Candidates(start, stated, (byte)'"', comment: null, head.IsWhole))
        {
            if (Platform(file, header.Names) is { } platform) return platform;

            // Of several lines that might be the header, the one that says most is it.
            var why = reason;
            var table = Table(file, SourceFormat.Csv, [.. header.Names.Where(name => name.Length > 0)], ref why);
            if (table?.Columns?.Count > (best?.Columns?.Count ?? 0)) best = table;
            if (first && table is null) reason = why;
            first = false;
        }

        return best;
    }

    private static RecognizedExport? Platform(string file, IReadOnlyList<string> names)
    {
        if (HasAll(names, "Post Created") && HasAny(names, "Followers at Posting", "Page Name", "Total Interactions"))
        {
            return new RecognizedExport(file, SourceFormat.Crowdtangle)
            {
                Platform = HasAny(names, "Page Name", "Facebook Id") ? "facebook" : "instagram",
            };
        }

        return HasAll(names, "thread_id", "author", "body", "timestamp")
            ? new RecognizedExport(file, SourceFormat.FourCat) { Platform = PlatformOf(names) }
            : null;
    }

    public static RecognizedExport? Table(
        string file, SourceFormat format, IReadOnlyList<string> names, ref string reason)
    {
        if (TableGuess.Of(names, Path.GetFileName(file)) is { } guess)
            return new RecognizedExport(file, format, guess.Kind, guess.Columns, guess.All);
        var width = names.Count == 1 ? names[0].Split(' ').Length : names.Count;
        reason = names.Any(IsValue)
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"a table of {width} columns without names; write the source by hand, with kind and columns")
            : $"a table whose columns do not tell what its rows are ({string.Join(", ", names.Take(8))}"
                + $"{(names.Count > 8 ? ", …" : "")}); write the source by hand, with kind and columns";
        return null;
    }

    /// <summary>Whether it stands in a row rather than in a header: a number, a time, an address, an account.</summary>
    private static bool IsValue(string name) =>
        !name.Any(char.IsLetter) || name.Contains('@', StringComparison.Ordinal)
        || name.Contains("://", StringComparison.Ordinal) || name.StartsWith("did:", StringComparison.Ordinal);

    /// <summary>The network that a dataset of 4CAT comes from, as its columns tell.</summary>
    private static string? PlatformOf(IReadOnlyList<string> names) =>
        HasAny(names, "is_retweet", "retweeted_user") ? "x"
        : HasAll(names, "reposts", "quotes") ? "threads"
        : HasAny(names, "is_paid_partnership", "challenges", "is_comment_on_comment", "comment_url") ? "tiktok"
        : HasAny(names, "num_likes", "usertags") ? "instagram"
        : HasAny(names, "replies_allowed") ? "bluesky"
        : HasAny(names, "subreddit") ? "reddit"
        : null;

    /// <summary>Lines of two ids, perhaps with a time and a kind behind them.</summary>
    /// <param name="isWeighted">Whether a number stands behind the ids that is none.</param>
    private static RecognizedExport? EdgeList(string file, IReadOnlyList<string> lines, out bool isWeighted)
    {
        isWeighted = false;
        const StringSplitOptions tidy = StringSplitOptions.RemoveEmptyEntries;
        var rows = lines.Take(20).Select(line => line.Split([' ', '\t'], tidy)).ToList();
        if (rows.Count > 1 && lines.Count < 40) rows.RemoveAt(rows.Count - 1);
        var width = rows[0].Length;
        if (width is < 2 or > 4 || rows.Any(row => row.Length != width)) return null;
        if (rows.Any(row => !row.Take(2).All(id => id.All(char.IsAsciiLetterOrDigit) && id.Any(char.IsAsciiDigit))))
            return null;

        var name = Path.GetFileName(file);
        if (width == 2)
        {
            return new RecognizedExport(
                file, SourceFormat.EdgeList, FactKind.Follows, [("follower_id", "c1"), ("followee_id", "c2")]);
        }

        // Times of networks are above a thousand million seconds; smaller numbers are weights.
        var isTime = rows.All(row => long.TryParse(row[2], CultureInfo.InvariantCulture, out var n) && n > 600_000_000);
        isWeighted = !isTime && width == 3
            && rows.All(row => double.TryParse(row[2], CultureInfo.InvariantCulture, out _));
        if (!isTime) return null;
        if (width == 4)
        {
            return new RecognizedExport(
                file, SourceFormat.EdgeList, FactKind.Interactions,
                [("actor_id", "c1"), ("target_id", "c2"), ("kind", "c4"), ("at", "c3")]);
        }

        return TableGuess.KindInName(name) is { } kind
            ? new RecognizedExport(
                file, SourceFormat.EdgeList, FactKind.Interactions,
                [("actor_id", "c1"), ("target_id", "c2"), ("at", "c3")], kind)
            : new RecognizedExport(
                file, SourceFormat.EdgeList, FactKind.Follows,
                [("follower_id", "c1"), ("followee_id", "c2"), ("at", "c3")]);
    }

    private static bool HasAll(IReadOnlyList<string> names, params string[] wanted) =>
        wanted.All(name => names.Contains(name, StringComparer.OrdinalIgnoreCase));

    private static bool HasAny(IReadOnlyList<string> names, params string[] wanted) =>
        wanted.Any(name => names.Contains(name, StringComparer.OrdinalIgnoreCase));
}
