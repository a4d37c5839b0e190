using System.Globalization;
using Analytics.DuckDb;
using Analytics.Pipeline.Definition;
using static Analytics.DuckDb.DuckDbLogicalType;

namespace Analytics.Pipeline.Ingest;

/// <summary>
/// How the rows of one fact table travel and lie: columns, the order in which files are sorted, and which columns tell
/// two rows apart. On their way rows carry their month in front (<see cref="MonthOf"/>; 0 marks a duplicate), which
/// becomes the folder.
/// </summary>
public sealed class FactSchema
{
    /// <summary>Kinds of interactions in the order of their codes.</summary>
    public static readonly DuckDbLogicalType InteractionKinds =
        EnumOf([.. Enum.GetNames<InteractionKind>().Select(name => name.ToLowerInvariant())]);

    /// <summary>What a retraction ends, in the order of codes.</summary>
    public static readonly DuckDbLogicalType RetractedKinds =
        EnumOf([.. Enum.GetNames<RetractedKind>().Select(name => name.ToLowerInvariant())]);

    /// <summary>The two lists of an account, in the order of codes.</summary>
    public static readonly DuckDbLogicalType ListDirections =
        EnumOf([.. Enum.GetNames<ListDirection>().Select(name => name.ToLowerInvariant())]);

    private static readonly short[] MonthOfDay = MakeMonthOfDay();

    private readonly string[] _order;

    private FactSchema(FactKind kind, string order, params (string Name, DuckDbLogicalType Type)[] columns)
    {
        Kind = kind;
        Table = kind switch
        {
            FactKind.Records => "record_keys",
            FactKind.Lists => "follow_lists",
            _ => kind.ToString().ToLowerInvariant(),
        };
        _order = order.Split(' ');
        Order = string.Join(", ", _order.Select(column => $"\"{column}\""));
        Columns = [.. columns.Select(column => new ColumnDefinition(column.Name, column.Type))];
    }

    public FactKind Kind { get; }

    /// <summary>
    /// Whether every column but the source tells rows apart. Equal rows then lie in the same month and side by side
    /// once it is sorted, which finds duplicates without a table of keys.
    /// </summary>
    public bool IsKeyWholeRow => Kind is FactKind.Interactions or >= FactKind.Retractions;

    public string Table { get; }

    /// <summary>Total order of the rows inside a month: files come out the same whatever threads did.</summary>
    public string Order { get; }

    /// <summary>Position of a column in <see cref="Order"/>, or a number behind all of them.</summary>
    public int OrderOf(string column) => Array.IndexOf(_order, column) is var at and >= 0 ? at : int.MaxValue;

    /// <summary>Without the month in front and the source at the end.</summary>
    public IReadOnlyList<ColumnDefinition> Columns { get; }

    /// <summary>Types of a chunk under way: month, the columns, source.</summary>
    /// <param name="sources">Enumeration of the pipeline's source names.</param>
    public IReadOnlyList<ColumnDefinition> Travelling(DuckDbLogicalType sources) =>
        [new("month", Integer), .. Columns, new("source", sources)];

    public static FactSchema Of(FactKind kind) => All[(int)kind];

    /// <summary>In the order of <see cref="FactKind"/>.</summary>
    public static IReadOnlyList<FactSchema> All { get; } =
    [
        // Followees first: who follows X is what the analysis asks.
        new(FactKind.Follows, "followee_id follower_id",
            ("follower_id", UBigInt), ("followee_id", UBigInt),
            ("first_seen", Timestamp), ("last_seen", Timestamp), ("ended_at", Timestamp)),
        new(FactKind.Interactions, "target_id at actor_id post_id kind",
            ("actor_id", UBigInt), ("target_id", UBigInt), ("kind", InteractionKinds), ("post_id", UBigInt),
            ("at", Timestamp)),
        new(FactKind.Posts, "author_id at post_id",
            ("post_id", UBigInt), ("author_id", UBigInt), ("at", Timestamp), ("language", Varchar),
            ("hashtags", ListOf(Varchar)), ("links", ListOf(Varchar)), ("place", Varchar),
            ("sponsored", DuckDbLogicalType.Boolean),
            ("disclosure", Varchar), ("likes", BigInt), ("replies", BigInt), ("reposts", BigInt), ("quotes", BigInt),
            ("views", BigInt), ("reach", BigInt), ("in_reply_to_author", UBigInt),
            ("disclosure_up_front", DuckDbLogicalType.Boolean), ("text", Varchar)),
        new(FactKind.Accounts, "account_id observed_at",
            ("account_id", UBigInt), ("platform", Varchar), ("claimed_followers", BigInt),
            ("claimed_following", BigInt), ("claimed_posts", BigInt), ("created_at", Timestamp),
            ("language", Varchar), ("place", Varchar), ("profile_tags", ListOf(Varchar)), ("observed_at", Timestamp)),
        new(FactKind.Retractions, "at what actor_id target_id post_id record_id",
            ("what", RetractedKinds), ("at", Timestamp), ("actor_id", UBigInt), ("target_id", UBigInt),
            ("post_id", UBigInt), ("record_id", UBigInt)),
        new(FactKind.Records, "record_id at actor_id target_id post_id what",
            ("record_id", UBigInt), ("what", RetractedKinds), ("at", Timestamp), ("actor_id", UBigInt),
            ("target_id", UBigInt), ("post_id", UBigInt)),
        new(FactKind.Unaddressed, "post_id at actor_id kind",
            ("actor_id", UBigInt), ("post_id", UBigInt), ("kind", InteractionKinds), ("at", Timestamp)),
        new(FactKind.Lists, "owner_id observed_at direction entries",
            ("owner_id", UBigInt), ("direction", ListDirections), ("entries", BigInt), ("observed_at", Timestamp)),
        new(FactKind.Sightings, "followee_id follower_id first_seen last_seen ended_at",
            ("follower_id", UBigInt), ("followee_id", UBigInt),
            ("first_seen", Timestamp), ("last_seen", Timestamp), ("ended_at", Timestamp)),
    ];

    /// <summary>Months since December 1969 of a time in microseconds: 1 is 1970-01, so 0 is free.</summary>
    public static int MonthOf(long micros) => MonthOfDay[micros / 86_400_000_000];

    /// <summary>`2026-03` for the number that <see cref="MonthOf"/> gives.</summary>
    public static string MonthName(int month) => $"{1970 + (month - 1) / 12}-{(month - 1) % 12 + 1:00}";

    /// <summary>The month of a file under <c>facts/TABLE/month=YYYY-MM/</c>.</summary>
    public static int MonthOfPath(string path)
    {
        var start = path.IndexOf("month=", StringComparison.Ordinal) + "month=".Length;
        var year = int.Parse(path.AsSpan(start, 4), CultureInfo.InvariantCulture);
        return (year - 1970) * 12 + int.Parse(path.AsSpan(start + 5, 2), CultureInfo.InvariantCulture);
    }

    private static short[] MakeMonthOfDay()
    {
        var days = new short[TimeText.LatestMicros / 86_400_000_000];
        for (var day = 0; day < days.Length; day++)
        {
            var date = DateTime.UnixEpoch.AddDays(day);
            days[day] = (short)((date.Year - 1970) * 12 + date.Month);
        }

        return days;
    }
}
