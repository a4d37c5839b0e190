using System.Globalization;
using Analytics.Pipeline.Definition;
using Analytics.Tests.Ingest;

namespace Analytics.Tests.Reference;

/// <summary>
/// Cleaning as one would write it in an afternoon: a dictionary per record, texts per value, a set of keys in memory.
/// Takes records in the order of files and keeps the first of equal ones.
/// </summary>
internal sealed class NaiveIngest(FactKind kind, string source)
{
    private static readonly Dictionary<string, string> Kinds = new(StringComparer.OrdinalIgnoreCase)
    {
        ["like"] = "like",
        ["RT"] = "repost",
        ["share"] = "repost",
        ["reply"] = "reply",
        ["MT"] = "mention",
        ["qt"] = "quote",
    };

    private readonly HashSet<string> _keys = [];

    public List<string> Rows { get; } = [];

    public int Read { get; private set; }

    public int Rejected { get; private set; }

    public int Duplicates { get; private set; }

    public void Add(IReadOnlyDictionary<string, string?> record)
    {
        Read++;
        try
        {
            var (key, row) = kind switch
            {
                FactKind.Follows => Follow(record),
                FactKind.Interactions => Interaction(record),
                FactKind.Posts => Post(record),
                _ => Account(record),
            };
            if (_keys.Add(key)) Rows.Add($"{row}|{source}");
            else Duplicates++;
        }
        catch (Exception error) when (error is FormatException or OverflowException)
        {
            Rejected++;
        }
    }

    private static (string Key, string Row) Follow(IReadOnlyDictionary<string, string?> record)
    {
        var (follower, followee) = (Required(record, "follower_id"), Required(record, "followee_id"));
        if (follower == followee) throw new FormatException();
        var ended = Time(record, "ended_at");
        var first = Time(record, "at") ?? (ended < Cleaned.Observed ? ended.Value : Cleaned.Observed);
        var last = Time(record, "last_seen") ?? (first > Cleaned.Observed ? first : Cleaned.Observed);
        return ($"{follower} {followee}", string.Join('|', Cleaned.Account(follower), Cleaned.Account(followee),
            Show(first), Show(last), Show(ended)));
    }

    private static (string Key, string Row) Interaction(IReadOnlyDictionary<string, string?> record)
    {
        var (actor, target) = (Required(record, "actor_id"), Required(record, "target_id"));
        if (actor == target || !Kinds.TryGetValue(Required(record, "kind"), out var what)) throw new FormatException();
        var at = Time(record, "at") ?? throw new FormatException();
        var post = Optional(record, "post_id");
        return ($"{actor} {target} {what} {post} {at.UtcTicks}", string.Join('|', Cleaned.Account(actor),
            Cleaned.Account(target), what, post is null ? "NULL" : Cleaned.Post(post), Show(at)));
    }

    private static (string Key, string Row) Post(IReadOnlyDictionary<string, string?> record)
    {
        var (post, author) = (Required(record, "post_id"), Required(record, "author_id"));
        var at = Time(record, "at") ?? throw new FormatException();
        var words = Optional(record, "text")?.Split(' ');
        var tags = words?.Where(word => word[0] == '#').Select(word => word[1..].ToLowerInvariant()).Distinct();
        var links = words?.Where(word => word.StartsWith("https://", StringComparison.Ordinal))
            .Select(word => word[8..].Split('/')[0]);
        var sponsored = Optional(record, "sponsored") switch
        {
            null => "NULL",
            "1" => "true",
            "0" => "false",
            _ => throw new FormatException(),
        };
        var disclosure = words is null || !words.Contains("Werbung") ? "NULL" : "werbung";
        string[] names = ["likes", "replies", "reposts", "quotes", "views", "reach"];
        var counts = names.Select(name => Count(record, name));
        var answered = Optional(record, "in_reply_to_author") is { } other ? Cleaned.Account(other) : "NULL";
        string?[] values =
        [
            Cleaned.Post(post), Cleaned.Account(author), Show(at), Text(record, "language"), List(tags), List(links),
            Text(record, "place"), sponsored, disclosure, .. counts, answered,
            disclosure == "NULL" ? "NULL" : words![0] == "Werbung" ? "true" : "false",

            // The text itself, which is kept only where a pipeline asks for it.
            "NULL",
        ];
        return (post, string.Join('|', values));
    }

    private static (string Key, string Row) Account(IReadOnlyDictionary<string, string?> record)
    {
        var account = Required(record, "account_id");
        string[] names = ["claimed_followers", "claimed_following", "claimed_posts"];
        var counts = names.Select(name => Count(record, name));
        var observed = Time(record, "observed_at") ?? Cleaned.Observed;
        var tags = Optional(record, "profile_tags")?.Split('|').Select(tag => tag.ToLowerInvariant()).Distinct();
        string?[] values =
        [
            Cleaned.Account(account), "default", .. counts, Show(Time(record, "created_at")), Text(record, "language"),
            Text(record, "place"), List(tags), Show(observed),
        ];
        return ($"{account} {observed.UtcTicks}", string.Join('|', values));
    }

    private static string? Optional(IReadOnlyDictionary<string, string?> record, string name) =>
        record.TryGetValue(name, out var text) && text is { Length: > 0 } ? text : null;

    private static string Required(IReadOnlyDictionary<string, string?> record, string name) =>
        Optional(record, name) ?? throw new FormatException();

    private static string Text(IReadOnlyDictionary<string, string?> record, string name) =>
        Optional(record, name) ?? "NULL";

    private static string Count(IReadOnlyDictionary<string, string?> record, string name) =>
        Optional(record, name) is { } text ? $"{ulong.Parse(text, CultureInfo.InvariantCulture)}" : "NULL";

    private static DateTimeOffset? Time(IReadOnlyDictionary<string, string?> record, string name)
    {
        if (Optional(record, name) is not { } text) return null;
        return long.TryParse(text, out var seconds)
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
    }

    private static string Show(DateTimeOffset? time) =>
        time is null ? "NULL" : $"{time.Value.UtcDateTime:yyyy-MM-dd HH:mm:ss.FFFFFF}";

    private static string List(IEnumerable<string>? items) => items is null ? "NULL" : $"[{string.Join(", ", items)}]";
}
