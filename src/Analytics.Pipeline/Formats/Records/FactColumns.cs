using System.Text;
using Analytics.Pipeline.Definition;
using static Analytics.Pipeline.Definition.CanonicalColumns;

namespace Analytics.Pipeline.Formats.Records;

/// <summary>Positions of the canonical columns of follows.</summary>
public static class FollowColumn
{
    public static readonly int Follower = IndexOf(FactKind.Follows, "follower_id");
    public static readonly int Followee = IndexOf(FactKind.Follows, "followee_id");
    public static readonly int At = IndexOf(FactKind.Follows, "at");
    public static readonly int LastSeen = IndexOf(FactKind.Follows, "last_seen");
    public static readonly int EndedAt = IndexOf(FactKind.Follows, "ended_at");
}

/// <summary>Positions of the canonical columns of interactions.</summary>
public static class InteractionColumn
{
    public static readonly int Actor = IndexOf(FactKind.Interactions, "actor_id");
    public static readonly int Target = IndexOf(FactKind.Interactions, "target_id");
    public static readonly int Kind = IndexOf(FactKind.Interactions, "kind");
    public static readonly int At = IndexOf(FactKind.Interactions, "at");
    public static readonly int Post = IndexOf(FactKind.Interactions, "post_id");
}

/// <summary>Positions of the canonical columns of posts.</summary>
public static class PostColumn
{
    public static readonly int Post = IndexOf(FactKind.Posts, "post_id");
    public static readonly int Author = IndexOf(FactKind.Posts, "author_id");
    public static readonly int At = IndexOf(FactKind.Posts, "at");
    public static readonly int Text = IndexOf(FactKind.Posts, "text");
    public static readonly int Language = IndexOf(FactKind.Posts, "language");

    /// <summary>A JSON array of texts, or texts between <c>|</c>.</summary>
    public static readonly int Hashtags = IndexOf(FactKind.Posts, "hashtags");

    /// <summary>A JSON array of addresses, or addresses between <c>|</c>.</summary>
    public static readonly int Links = IndexOf(FactKind.Posts, "links");
    public static readonly int Place = IndexOf(FactKind.Posts, "place");
    public static readonly int Sponsored = IndexOf(FactKind.Posts, "sponsored");
    public static readonly int Disclosure = IndexOf(FactKind.Posts, "disclosure");
    public static readonly int Likes = IndexOf(FactKind.Posts, "likes");
    public static readonly int Replies = IndexOf(FactKind.Posts, "replies");
    public static readonly int Reposts = IndexOf(FactKind.Posts, "reposts");
    public static readonly int Quotes = IndexOf(FactKind.Posts, "quotes");
    public static readonly int Views = IndexOf(FactKind.Posts, "views");
    public static readonly int InReplyToAuthor = IndexOf(FactKind.Posts, "in_reply_to_author");
}

/// <summary>Positions of the canonical columns of accounts.</summary>
public static class AccountColumn
{
    public static readonly int Account = IndexOf(FactKind.Accounts, "account_id");
    public static readonly int Handle = IndexOf(FactKind.Accounts, "handle");
    public static readonly int ClaimedFollowers = IndexOf(FactKind.Accounts, "claimed_followers");
    public static readonly int ClaimedFollowing = IndexOf(FactKind.Accounts, "claimed_following");
    public static readonly int ClaimedPosts = IndexOf(FactKind.Accounts, "claimed_posts");
    public static readonly int CreatedAt = IndexOf(FactKind.Accounts, "created_at");
    public static readonly int Language = IndexOf(FactKind.Accounts, "language");
    public static readonly int Place = IndexOf(FactKind.Accounts, "place");
    public static readonly int ProfileTags = IndexOf(FactKind.Accounts, "profile_tags");
    public static readonly int ObservedAt = IndexOf(FactKind.Accounts, "observed_at");
}

/// <summary>The words that stand for enumerations in canonical columns.</summary>
internal static class Words
{
    private static readonly byte[][] Interactions = Of<InteractionKind>();
    private static readonly byte[][] Retracted = Of<RetractedKind>();
    private static readonly byte[][] Directions = Of<ListDirection>();

    public static ReadOnlySpan<byte> Of(InteractionKind kind) => Interactions[(int)kind];

    public static ReadOnlySpan<byte> Of(RetractedKind kind) => Retracted[(int)kind];

    public static ReadOnlySpan<byte> Of(ListDirection direction) => Directions[(int)direction];

    private static byte[][] Of<T>()
        where T : struct, Enum =>
        [.. Enum.GetNames<T>().Select(name => Encoding.ASCII.GetBytes(name.ToLowerInvariant()))];
}
