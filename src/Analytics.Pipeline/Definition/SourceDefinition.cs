using System.Text.Json.Serialization;
using Analytics.Pipeline.Formats;
using Analytics.Pipeline.Sources.Pull;

namespace Analytics.Pipeline.Definition;

/// <summary>One export, or a folder of them, and how to read it.</summary>
/// <param name="Name">Distinct within the pipeline; stands in the <c>source</c> column of facts.</param>
/// <param name="Format">How the files are written.</param>
/// <param name="Kind">Which fact table they fill; null for exports of platforms, which fill all that they hold.</param>
/// <param name="Path">File, folder or glob, absolute; <see cref="Analytics.Pipeline.Sources.SourceFiles.Of"/> lists
/// what it names. Or the address of what <see cref="Pull"/> brings here.</param>
/// <param name="Platform">Part of the pseudonym: equal ids on different platforms are different accounts.</param>
/// <param name="Columns">
/// Canonical column → source column or SQL expression, in ordinal order. Empty means that the file uses the canonical
/// names itself (<see cref="CanonicalColumns"/>), or their order where it has no names.
/// </param>
/// <param name="Interaction">The kind of every row, for exports that hold one kind only.</param>
/// <param name="ObservedAt">When the export was taken, for rows without a time of their own.</param>
/// <param name="TimeFormat"><c>auto</c>, <c>unix</c>, <c>unix_ms</c>, <c>iso</c> or a strptime pattern.</param>
/// <param name="Delimiter">Between fields; null means: find out.</param>
/// <param name="Quote">Around fields; null means: find out.</param>
/// <param name="Header">Whether the first line holds names; null means: find out.</param>
/// <param name="Comment">Lines that begin with it are skipped; null means: none.</param>
/// <param name="NullValues">Texts that mean "not delivered", besides the empty one.</param>
/// <param name="Line">Where the source stands in the pipeline file, for later messages.</param>
public sealed record SourceDefinition(
    string Name,
    SourceFormat Format,
    FactKind? Kind,
    string Path,
    string Platform,
    IReadOnlyDictionary<string, string> Columns,
    InteractionKind? Interaction,
    DateTimeOffset? ObservedAt,
    string TimeFormat,
    char? Delimiter,
    char? Quote,
    bool? Header,
    char? Comment,
    IReadOnlyList<string> NullValues,
    int Line)
{
    /// <summary>
    /// Which lists each file of follows holds whole, of every account that it names; who is on an earlier list and not
    /// on a later one is no follower any more. Files of the same day (UTC) count as one.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public WholeLists Complete { get; init; }

    /// <summary>How the files are brought here; null where <see cref="Path"/> is a place on this machine.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PullDefinition? Pull { get; init; }

    /// <summary>The files that were brought here, in their order; null until a run has pulled them.</summary>
    [JsonIgnore]
    public LandedFiles? Landed { get; init; }

    /// <summary>How the text is written; null means: find out.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TextEncoding? Encoding { get; init; }
}

/// <summary>Lists of accounts that a file of follows holds to their last entry.</summary>
[Flags]
public enum WholeLists
{
    /// <summary>None: who is missing may follow all the same.</summary>
    None = 0,

    /// <summary>All followers of each account that stands in it as the one followed.</summary>
    Followers = 1,

    /// <summary>All accounts followed by each that stands in it as a follower.</summary>
    Following = 2,

    /// <summary>The lists of both.</summary>
    Both = Followers | Following,
}

/// <summary>How an export is written. Each may be compressed as <c>.gz</c> or <c>.zst</c>, Parquet excepted.</summary>
public enum SourceFormat
{
    /// <summary>Delimited text with or without a header.</summary>
    Csv,

    /// <summary>One JSON object per line.</summary>
    Ndjson,

    /// <summary>Apache Parquet.</summary>
    Parquet,

    /// <summary>Lines of ids separated by blanks or tabs, as SNAP publishes graphs.</summary>
    EdgeList,

    /// <summary>A person's own archive of X, formerly Twitter.</summary>
    XArchive,

    /// <summary>Responses of the API of X, version 2.</summary>
    XApiV2,

    /// <summary>A person's own archive of a Mastodon server.</summary>
    MastodonArchive,

    /// <summary>Events of Bluesky as Jetstream sends them.</summary>
    BlueskyJetstream,

    /// <summary>A repository of Bluesky as a CAR file.</summary>
    BlueskyCar,

    /// <summary>A person's own data of Instagram.</summary>
    InstagramExport,

    /// <summary>A person's own data of Facebook.</summary>
    FacebookExport,

    /// <summary>A person's own data of TikTok.</summary>
    TiktokExport,

    /// <summary>A person's own data of YouTube.</summary>
    YoutubeTakeout,

    /// <summary>Posts and comments of Reddit, one object a line.</summary>
    Reddit,

    /// <summary>Datasets of 4CAT.</summary>
    FourCat,

    /// <summary>Tables of CrowdTangle.</summary>
    Crowdtangle,
}

/// <summary>The fact table that a source fills.</summary>
public enum FactKind
{
    /// <summary>Who follows whom.</summary>
    Follows,

    /// <summary>Who reacted to whom, and how.</summary>
    Interactions,

    /// <summary>What was published, without its text.</summary>
    Posts,

    /// <summary>What profiles say about themselves.</summary>
    Accounts,

    /// <summary>Follows, interactions, posts and accounts that ended.</summary>
    Retractions,

    /// <summary>Keys by which a platform names acts, so that a deletion by key finds them.</summary>
    Records,

    /// <summary>Interactions of which only the post is known that they act on.</summary>
    Unaddressed,

    /// <summary>Whole lists of followers or followed accounts, as delivered at one time.</summary>
    Lists,

    /// <summary>Follows that were known already, delivered again with other times. No source is of this kind.</summary>
    Sightings,
}

/// <summary>What a retraction ends.</summary>
public enum RetractedKind
{
    /// <summary>A follow.</summary>
    Follow,

    /// <summary>A like, reply, repost, mention or quote.</summary>
    Interaction,

    /// <summary>A post, and what was done to it.</summary>
    Post,

    /// <summary>An account, and all that it did and that was done to it.</summary>
    Account,

    /// <summary>Not an end: the account is back.</summary>
    Return,

    /// <summary>Whatever the platform names by this key.</summary>
    Record,
}

/// <summary>Which of the two lists of an account was delivered.</summary>
public enum ListDirection
{
    /// <summary>Who follows it.</summary>
    Followers,

    /// <summary>Whom it follows.</summary>
    Following,
}

/// <summary>How one account turned to another; always actor → target.</summary>
public enum InteractionKind
{
    /// <summary>Approval by a click.</summary>
    Like,

    /// <summary>An answer.</summary>
    Reply,

    /// <summary>Passing on unchanged.</summary>
    Repost,

    /// <summary>Naming the other account.</summary>
    Mention,

    /// <summary>Passing on with an own comment.</summary>
    Quote,
}
