using System.Text;
using Analytics.Pipeline.Formats.Records;

namespace Analytics.Pipeline.Formats.X;

/// <summary>
/// What one page tells about posts, accounts and places beside those that were asked for, so that a reference to a post
/// finds its author. Points into the page's text, which must be pinned.
/// </summary>
internal sealed class ApiV2Page
{
    private readonly List<(Utf8Field Id, Utf8Field Author, Utf8Field First)> _posts = [];
    private readonly List<(Utf8Field Name, Utf8Field Id)> _accounts = [];
    private readonly List<(Utf8Field Id, Utf8Field Name)> _places = [];

    /// <summary>When the page was fetched; empty where it does not say.</summary>
    public Utf8Field RetrievedAt { get; init; } = Utf8Field.Missing;

    /// <summary>Remembers id, author and first version of a post, whatever else it has.</summary>
    public void AddPost(ReadOnlySpan<byte> post)
    {
        var (id, author, first) = (Utf8Field.Missing, Utf8Field.Missing, Utf8Field.Missing);
        var members = new JsonMembers(post);
        while (members.MoveNext())
        {
            if (members.Name.SequenceEqual("id"u8)) id = TextOf(members.Value);
            else if (members.Name.SequenceEqual("author_id"u8)) author = TextOf(members.Value);
            else if (members.Name.SequenceEqual("edit_history_tweet_ids"u8))
            {
                var versions = new JsonItems(members.Value);
                if (versions.MoveNext()) first = TextOf(versions.Current);
            }
        }

        if (!id.IsMissing) _posts.Add((id, author, first.IsMissing ? id : first));
    }

    /// <param name="account">Its text.</param>
    public void AddAccount(ReadOnlySpan<byte> account, ReadOnlySpan<byte> name, ReadOnlySpan<byte> id)
    {
        if (Lies(account, name) && Lies(account, id)) _accounts.Add((Utf8Field.Of(name), Utf8Field.Of(id)));
    }

    public void AddPlace(ReadOnlySpan<byte> place, ReadOnlySpan<byte> id, ReadOnlySpan<byte> name)
    {
        if (Lies(place, id) && Lies(place, name)) _places.Add((Utf8Field.Of(id), Utf8Field.Of(name)));
    }

    /// <summary>Whether the page holds the post; who wrote it and the id of its first version.</summary>
    public bool TryFindPost(ReadOnlySpan<byte> id, out ReadOnlySpan<byte> author, out ReadOnlySpan<byte> first)
    {
        foreach (var post in _posts)
        {
            if (!post.Id.Bytes.SequenceEqual(id)) continue;
            author = post.Author.Bytes;
            first = post.First.Bytes;
            return true;
        }

        author = default;
        first = id;
        return false;
    }

    /// <summary>Id of the account with this handle; empty if the page does not have it.</summary>
    public ReadOnlySpan<byte> FindAccount(ReadOnlySpan<byte> name)
    {
        foreach (var account in _accounts)
        {
            if (Ascii.EqualsIgnoreCase(account.Name.Bytes, name)) return account.Id.Bytes;
        }

        return default;
    }

    public ReadOnlySpan<byte> FindPlace(ReadOnlySpan<byte> id)
    {
        foreach (var place in _places)
        {
            if (place.Id.Bytes.SequenceEqual(id)) return place.Name.Bytes;
        }

        return default;
    }

    /// <summary>Ids are digits, so nothing in them is escaped.</summary>
    private static Utf8Field TextOf(ReadOnlySpan<byte> json) =>
        json is [(byte)'"', _, .., (byte)'"'] && !json.Contains((byte)'\\')
            ? Utf8Field.Of(json[1..^1])
            : Utf8Field.Missing;

    /// <summary>Values that had to be unescaped lie elsewhere, and not for long.</summary>
    private static bool Lies(ReadOnlySpan<byte> text, ReadOnlySpan<byte> part) =>
        !part.IsEmpty && text.Overlaps(part);
}
