using System.Text;
using System.Text.Json;
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
        var reader = new Utf8JsonReader(post);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return;
        var (id, author, first) = (Utf8Field.Missing, Utf8Field.Missing, Utf8Field.Missing);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isId = reader.ValueSpan.SequenceEqual("id"u8);
            var isAuthor = reader.ValueSpan.SequenceEqual("author_id"u8);
            var isVersions = reader.ValueSpan.SequenceEqual("edit_history_tweet_ids"u8);
            reader.Read();
            if (isVersions && reader.TokenType == JsonTokenType.StartArray)
            {
                var start = (int)reader.TokenStartIndex;
                reader.Skip();
                foreach (var version in new JsonItems(post[start..(int)reader.BytesConsumed]))
                {
                    first = Utf8Field.Of(version.Trim((byte)'"'));
                    break;
                }
            }
            else if (reader.TokenType == JsonTokenType.String && !reader.ValueIsEscaped && (isId || isAuthor))
            {
                var text = Utf8Field.Of(post.Slice((int)reader.TokenStartIndex + 1, reader.ValueSpan.Length));
                if (isId) id = text;
                else author = text;
            }
            else reader.Skip();
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

    /// <summary>Values that had to be unescaped lie elsewhere, and not for long.</summary>
    private static bool Lies(ReadOnlySpan<byte> text, ReadOnlySpan<byte> part) =>
        !part.IsEmpty && text.Overlaps(part);
}
