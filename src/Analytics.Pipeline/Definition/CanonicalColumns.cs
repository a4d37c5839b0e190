namespace Analytics.Pipeline.Definition;

/// <summary>A column that a source can deliver.</summary>
/// <param name="Name">As on the left side of <c>columns</c>.</param>
/// <param name="Required">Whether a row without it is worth nothing.</param>
public sealed record CanonicalColumn(string Name, bool Required);

/// <summary>The columns that each kind of source can deliver, in their documented order.</summary>
public static class CanonicalColumns
{
    private static readonly IReadOnlyList<CanonicalColumn> Follows =
        Columns("follower_id*", "followee_id*", "at", "last_seen", "ended_at");

    private static readonly IReadOnlyList<CanonicalColumn> Interactions =
        Columns("actor_id*", "target_id*", "kind*", "at*", "post_id");

    private static readonly IReadOnlyList<CanonicalColumn> Posts = Columns(
        "post_id*", "author_id*", "at*", "text", "language", "hashtags", "links", "place", "sponsored", "disclosure",
        "likes", "replies", "reposts", "quotes", "views", "reach", "in_reply_to_author");

    private static readonly IReadOnlyList<CanonicalColumn> Accounts = Columns(
        "account_id*", "handle", "claimed_followers", "claimed_following", "claimed_posts", "created_at", "language",
        "place", "profile_tags", "observed_at");

    private static readonly IReadOnlyList<CanonicalColumn> Retractions =
        Columns("what*", "at*", "actor_id", "target_id", "post_id", "record_id");

    private static readonly IReadOnlyList<CanonicalColumn> Records =
        Columns("record_id*", "what*", "at*", "actor_id*", "target_id", "post_id");

    private static readonly IReadOnlyList<CanonicalColumn> Unaddressed =
        Columns("actor_id*", "post_id*", "kind*", "at*");

    private static readonly IReadOnlyList<CanonicalColumn> Lists =
        Columns("owner_id*", "direction*", "entries*", "observed_at");

    /// <summary>The columns of <paramref name="kind"/>.</summary>
    public static IReadOnlyList<CanonicalColumn> Of(FactKind kind) => kind switch
    {
        FactKind.Follows => Follows,
        FactKind.Interactions => Interactions,
        FactKind.Posts => Posts,
        FactKind.Accounts => Accounts,
        FactKind.Retractions => Retractions,
        FactKind.Records => Records,
        FactKind.Unaddressed => Unaddressed,
        FactKind.Lists => Lists,
        FactKind.Sightings => Follows,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "not a kind of source"),
    };

    /// <summary>Position of a column of <paramref name="kind"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such column.</exception>
    public static int IndexOf(FactKind kind, string name)
    {
        var columns = Of(kind);
        for (var i = 0; i < columns.Count; i++)
        {
            if (columns[i].Name == name) return i;
        }

        throw new ArgumentOutOfRangeException(nameof(name), name, $"not a column of {kind}");
    }

    private static CanonicalColumn[] Columns(params string[] names) =>
        [.. names.Select(name => new CanonicalColumn(name.TrimEnd('*'), name.EndsWith('*')))];
}
