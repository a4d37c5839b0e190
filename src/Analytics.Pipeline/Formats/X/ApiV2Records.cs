using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Formats.Records;

namespace Analytics.Pipeline.Formats.X;

/// <summary>
/// Responses of the API of X, version 2, as programs such as twarc keep them: pages of posts or accounts with what
/// belongs to them under <c>includes</c>, single events of streams, flattened posts and accounts, results of
/// compliance jobs and events of compliance streams. A file may mix all of them.
/// </summary>
internal sealed class ApiV2Records : JsonRecords
{
    public override JsonShape Shape(int section) => ApiV2Shape.Root;

    public override void Read(int section, JsonFields record, FactRows rows)
    {
        if (record.Has(ApiV2Shape.Data) || record.Has(ApiV2Shape.Users) || record.Has(ApiV2Shape.Tweets))
            Page(ApiV2Parts.Of(record), rows);
        else if (record.Has(ApiV2Shape.Action)) Compliance(record, rows);
        else if (record.Has(ApiV2Shape.Errors) || record.Has(ApiV2Shape.Title)) rows.Ignore("errors of the platform");
        else if (record.Has(ApiV2Shape.UserName)) Account(record, default, rows);
        else if (record.Has(ApiV2Shape.Id) && record.Has(ApiV2Shape.Text)) Flat(record, rows);
        else if (!Ended(record, rows)) rows.Reject("no page, post, account or event of the API of X");
    }

    /// <summary>
    /// Pages are cut into their parts by brackets: each part is checked when it is taken apart, and to check the whole
    /// page before would take a third more time. What is no page of the usual parts goes the usual way.
    /// </summary>
    public override void Read(int section, ReadOnlySpan<byte> text, long line, long sizeBytes, FactRows rows)
    {
        if (!ApiV2Parts.TryCut(text, out var parts))
        {
            base.Read(section, text, line, sizeBytes, rows);
            return;
        }

        rows.Begin(line);
        Page(parts, rows);
        rows.End(sizeBytes);
    }

    private static void Page(ApiV2Parts page, FactRows rows)
    {
        var known = new ApiV2Page { RetrievedAt = Utf8Field.Of(page.RetrievedAt) };
        Places(page.Places, known, rows);
        foreach (var tweet in new JsonItems(page.Tweets)) known.AddPost(tweet);
        foreach (var item in new JsonItems(page.Data)) known.AddPost(item);
        var fields = rows.Fields(ApiV2Shape.Account);
        foreach (var user in new JsonItems(page.Users)) AccountOf(user, fields, known, rows);

        var (list, owner) = FollowsOf(page.Address);
        if (page.Data is [(byte)'{', ..]) Datum(page.Data, known, rows);
        foreach (var item in new JsonItems(page.Data))
        {
            var id = Datum(item, known, rows);
            if (id.IsEmpty || owner.Length == 0) continue;
            if (list == ListDirection.Followers) rows.Follow(id, owner, known.RetrievedAt.Bytes);
            else rows.Follow(owner, id, known.RetrievedAt.Bytes);
        }

        foreach (var tweet in new JsonItems(page.Tweets)) Datum(tweet, known, rows);
        foreach (var _ in new JsonItems(page.Errors)) rows.Ignore("errors of the platform");
    }

    /// <summary>A post, an account or an event of compliance; the id if it was an account.</summary>
    private static ReadOnlySpan<byte> Datum(ReadOnlySpan<byte> item, ApiV2Page known, FactRows rows)
    {
        var fields = rows.Fields(ApiV2Shape.Post);
        if (!fields.TryRead(item, rows.Drift, out var problem)) rows.Reject(problem!, "data");
        else if (fields.Has(ApiV2Shape.UserName))
        {
            Account(fields, known.RetrievedAt.Bytes, rows);
            return fields[ApiV2Shape.Id];
        }
        else if (fields.Has(ApiV2Shape.Id)) ApiV2Posts.Read(fields, known, rows);
        else if (!Ended(fields, rows)) rows.Ignore("data without an id");
        return default;
    }

    private static void AccountOf(ReadOnlySpan<byte> user, JsonFields fields, ApiV2Page known, FactRows rows)
    {
        if (!fields.TryRead(user, rows.Drift, out _)) return;
        Account(fields, known.RetrievedAt.Bytes, rows);
        known.AddAccount(user, fields[ApiV2Shape.UserName], fields[ApiV2Shape.Id]);
    }

    private static void Account(JsonFields account, ReadOnlySpan<byte> observedAt, FactRows rows)
    {
        if (!account.Has(ApiV2Shape.Id))
        {
            rows.Reject("missing", "id");
            return;
        }

        var row = rows.Account(account[ApiV2Shape.Id]);
        row.Set(AccountColumn.Handle, account[ApiV2Shape.UserName]);
        row.Set(AccountColumn.ClaimedFollowers, account[ApiV2Shape.Followers]);
        row.Set(AccountColumn.ClaimedFollowing, account[ApiV2Shape.Following]);
        row.Set(AccountColumn.ClaimedPosts, account[ApiV2Shape.PostCount]);
        row.Set(AccountColumn.CreatedAt, account[ApiV2Shape.CreatedAt]);
        row.Set(AccountColumn.Place, account[ApiV2Shape.Location]);
        row.Set(AccountColumn.ObservedAt, observedAt.IsEmpty ? account[ApiV2Shape.RetrievedAt] : observedAt);
        var tags = rows.Tags;
        tags.Clear();
        var fields = rows.Fields(ApiV2Shape.Tag);
        foreach (var tag in new JsonItems(account[ApiV2Shape.ProfileTags]))
        {
            if (fields.TryRead(tag, rows.Drift, out _) && fields.Has(0)) tags.Add(fields[0]);
        }

        row.Set(AccountColumn.ProfileTags, tags.Bytes);
    }

    /// <summary>A post with its author, those that it names and the posts that it refers to put into it.</summary>
    private static void Flat(JsonFields post, FactRows rows)
    {
        var known = new ApiV2Page { RetrievedAt = Utf8Field.Of(post[ApiV2Shape.RetrievedAt]) };
        var account = rows.Fields(ApiV2Shape.Account);
        foreach (var slot in (ReadOnlySpan<int>)[ApiV2Shape.Author, ApiV2Shape.RepliedAccount])
        {
            if (post[slot] is [(byte)'{', ..]) AccountOf(post[slot], account, known, rows);
        }

        foreach (var mention in new JsonItems(post[ApiV2Shape.Mentions]))
        {
            // Without counts it is no more than the name in the text.
            if (account.TryRead(mention, new DriftCounts(), out _) && account.Has(ApiV2Shape.Followers))
                Account(account, known.RetrievedAt.Bytes, rows);
        }

        ApiV2Posts.Read(post, known, rows);
        var referenced = rows.Fields(ApiV2Shape.ReferencedPost);
        foreach (var item in new JsonItems(post[ApiV2Shape.References]))
        {
            if (!referenced.TryRead(item, new DriftCounts(), out _) || !referenced.Has(ApiV2Shape.Text)) continue;
            if (referenced[ApiV2Shape.Author] is [(byte)'{', ..])
                AccountOf(referenced[ApiV2Shape.Author], account, known, rows);
            ApiV2Posts.Read(referenced, known, rows);
        }
    }

    private static void Places(ReadOnlySpan<byte> places, ApiV2Page known, FactRows rows)
    {
        var fields = rows.Fields(ApiV2Shape.Place);
        foreach (var place in new JsonItems(places))
        {
            if (fields.TryRead(place, rows.Drift, out _)) known.AddPlace(place, fields[0], fields[1]);
        }
    }

    /// <summary>
    /// One line of a compliance job's result. It does not say whether its id is that of a post or of an account, and no
    /// id is both; so both are ended.
    /// </summary>
    private static void Compliance(JsonFields record, FactRows rows)
    {
        if (record[ApiV2Shape.Reason].SequenceEqual("scrub_geo"u8)) rows.Ignore("removals of a place");
        else if (!record[ApiV2Shape.Action].SequenceEqual("delete"u8)) rows.Ignore("actions of compliance but delete");
        else if (!record.Has(ApiV2Shape.Id)) rows.Reject("missing", "id");
        else
        {
            var at = record[ApiV2Shape.RedactedAt];
            rows.Retraction(RetractedKind.Post, at, post: record[ApiV2Shape.Id]);
            rows.Retraction(RetractedKind.Account, at, actor: record[ApiV2Shape.Id]);
        }
    }

    /// <summary>An event of the compliance stream; false if it is none.</summary>
    private static bool Ended(JsonFields record, FactRows rows)
    {
        if (record.Has(ApiV2Shape.DeletedPost))
        {
            rows.Retraction(
                RetractedKind.Post, record[ApiV2Shape.DeletedPost + 1], post: record[ApiV2Shape.DeletedPost]);
            return true;
        }

        for (var slot = ApiV2Shape.EndedAccounts; slot < ApiV2Shape.ReturnedAccounts + 6; slot += 2)
        {
            if (!record.Has(slot)) continue;
            var what = slot < ApiV2Shape.ReturnedAccounts ? RetractedKind.Account : RetractedKind.Return;
            rows.Retraction(what, record[slot + 1], actor: record[slot]);
            return true;
        }

        return false;
    }

    /// <summary>
    /// twarc keeps the address of each page. Of <c>/2/users/ID/followers</c> and <c>/following</c> it is the only place
    /// that says whose followers these are.
    /// </summary>
    private static (ListDirection Direction, byte[] Owner) FollowsOf(ReadOnlySpan<byte> address)
    {
        var question = address.IndexOf((byte)'?');
        if (question >= 0) address = address[..question];
        var direction = address.EndsWith("/followers"u8) ? ListDirection.Followers : ListDirection.Following;
        if (direction == ListDirection.Following && !address.EndsWith("/following"u8)) return (direction, []);
        var owner = address[..address.LastIndexOf((byte)'/')];
        var users = owner.LastIndexOf("/users/"u8);
        owner = users < 0 ? default : owner[(users + "/users/".Length)..];
        var isId = !owner.IsEmpty && !owner.ContainsAnyExceptInRange((byte)'0', (byte)'9');
        return (direction, isId ? owner.ToArray() : []);
    }
}
