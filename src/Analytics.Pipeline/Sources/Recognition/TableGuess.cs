using Analytics.Pipeline.Definition;

namespace Analytics.Pipeline.Sources.Recognition;

/// <summary>
/// Guesses what the rows of a table are from the names of its columns, and which canonical column each of them is. Of
/// the kinds whose required columns are all there, the one that uses most columns wins.
/// </summary>
internal static class TableGuess
{
    private const string Times =
        "at created createdat date datetime time timestamp publishedat createdtime unixseconds";

    private static readonly (FactKind Kind, (string Canonical, string Names)[] Columns)[] Known =
    [
        (FactKind.Posts,
        [
            ("post_id", "postid id tweetid statusid uri"), ("author_id", "authorid author userid user accountid"),
            ("at", Times), ("text", "text fulltext body content message caption"), ("language", "language lang"),
            ("hashtags", "hashtags tags"), ("links", "links urls"), ("place", "place location geo"),
            ("sponsored", "sponsored paid ispaidpartnership isad"), ("disclosure", "disclosure"),
            ("likes", "likes likecount likescount favoritecount favouritescount"),
            ("replies", "replies replycount comments commentcount commentscount"),
            ("reposts", "reposts repostcount retweetcount shares sharecount"), ("quotes", "quotes quotecount"),
            ("views", "views viewcount impressions impressioncount plays"), ("reach", "reach"),
            ("in_reply_to_author", "inreplytoauthor inreplytouserid inreplytoid replyto"),
        ]),
        (FactKind.Accounts,
        [
            ("account_id", "accountid id userid uid"), ("handle", "handle username screenname login"),
            ("claimed_followers", "claimedfollowers followers followerscount followercount"),
            ("claimed_following", "claimedfollowing following followingcount friendscount friends"),
            ("claimed_posts", "claimedposts posts postscount statusescount tweetcount"),
            ("created_at", "createdat created joined"), ("language", "language lang"), ("place", "place location"),
            ("profile_tags", "profiletags biotags"),
            ("observed_at", "observedat fetchedat collectedat retrievedat seenat"),
        ]),
        (FactKind.Interactions,
        [
            ("actor_id", "actorid actor userid user from fromid src source sourceid"),
            ("target_id", "targetid target to toid touserid dst destination"),
            ("kind", "kind type action interaction event"), ("at", Times),
            ("post_id", "postid post tweetid statusid objectid"),
        ]),
        (FactKind.Follows,
        [
            ("follower_id", "followerid follower src source sourceid from fromid"),
            ("followee_id", "followeeid followee dst target targetid to toid followed followedid friendid following"),
            ("at", Times + " firstseen followedat since"), ("last_seen", "lastseen"),
            ("ended_at", "endedat unfollowedat"),
        ]),
    ];

    /// <summary>
    /// Kind, mapping in canonical order, and the kind of all rows where only the file's name tells it; null where no
    /// kind fits.
    /// </summary>
    public static (FactKind Kind, IReadOnlyList<(string Canonical, string Column)> Columns, InteractionKind? All)? Of(
        IReadOnlyList<string> names, string fileName)
    {
        (FactKind Kind, IReadOnlyList<(string Canonical, string Column)> Columns, InteractionKind? All)? best = null;
        foreach (var (kind, columns) in Known)
        {
            var found = Match(names, columns);
            var missing = CanonicalColumns.Of(kind)
                .Where(column => column.Required && found.All(match => match.Canonical != column.Name))
                .Select(column => column.Name).ToList();
            InteractionKind? all = null;
            if (missing is ["kind"] && KindInName(fileName) is { } named)
            {
                missing.Clear();
                all = named;
            }

            // An id alone makes no profile.
            if (missing.Count > 0 || kind == FactKind.Accounts && !IsProfile(found)) continue;
            if (best is null || found.Count > best.Value.Columns.Count) best = (kind, found, all);
        }

        return best;
    }

    /// <summary>The kind of interaction that a file is named after, or null.</summary>
    public static InteractionKind? KindInName(string fileName)
    {
        var name = fileName.ToLowerInvariant();
        return name.Contains("mention", StringComparison.Ordinal) ? InteractionKind.Mention
            : name.Contains("retweet", StringComparison.Ordinal) || name.Contains("repost", StringComparison.Ordinal)
                ? InteractionKind.Repost
            : name.Contains("repl", StringComparison.Ordinal) || name.Contains("comment", StringComparison.Ordinal)
                ? InteractionKind.Reply
            : name.Contains("quote", StringComparison.Ordinal) ? InteractionKind.Quote
            : name.Contains("like", StringComparison.Ordinal) ? InteractionKind.Like
            : null;
    }

    private static bool IsProfile(List<(string Canonical, string Column)> found) =>
        found.Any(match => match.Canonical is "handle" or "claimed_followers" or "claimed_following");

    private static List<(string Canonical, string Column)> Match(
        IReadOnlyList<string> names, (string Canonical, string Names)[] columns)
    {
        var found = new List<(string Canonical, string Column)>();
        var used = new HashSet<string>();
        foreach (var (canonical, known) in columns)
        {
            // The canonical name itself comes first, then the others in their order.
            var wanted = known.Split(' ').Prepend(canonical.Replace("_", "", StringComparison.Ordinal));
            var name = wanted
                .Select(word => names.FirstOrDefault(name => !used.Contains(name) && Plain(name) == word))
                .FirstOrDefault(name => name is not null);
            if (name is null) continue;
            used.Add(name);
            found.Add((canonical, name));
        }

        return found;
    }

    private static string Plain(string name) =>
        string.Concat(name.Where(char.IsLetterOrDigit)).ToLowerInvariant();
}
