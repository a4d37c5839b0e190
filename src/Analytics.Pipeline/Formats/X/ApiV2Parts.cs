using Analytics.Pipeline.Formats.Records;

namespace Analytics.Pipeline.Formats.X;

/// <summary>The parts of a page, each as its JSON text, empty where there is none.</summary>
internal ref struct ApiV2Parts
{
    public ReadOnlySpan<byte> Data { get; private set; }

    public ReadOnlySpan<byte> Users { get; private set; }

    public ReadOnlySpan<byte> Tweets { get; private set; }

    public ReadOnlySpan<byte> Places { get; private set; }

    public ReadOnlySpan<byte> Errors { get; private set; }

    public ReadOnlySpan<byte> Address { get; private set; }

    public ReadOnlySpan<byte> RetrievedAt { get; private set; }

    /// <summary>Of a page that was taken apart as a whole.</summary>
    public static ApiV2Parts Of(JsonFields page) => new()
    {
        Data = page[ApiV2Shape.Data],
        Users = page[ApiV2Shape.Users],
        Tweets = page[ApiV2Shape.Tweets],
        Places = page[ApiV2Shape.Places],
        Errors = page[ApiV2Shape.Errors],
        Address = page[ApiV2Shape.Address],
        RetrievedAt = page[ApiV2Shape.RetrievedAt],
    };

    /// <summary>False if the text is torn, is no page, or has parts that are not known.</summary>
    public static bool TryCut(ReadOnlySpan<byte> text, out ApiV2Parts parts)
    {
        parts = default;
        text = text.Trim(" \t\r\n"u8);
        if (text is not [(byte)'{', .., (byte)'}']) return false;
        var members = new JsonMembers(text);
        while (members.MoveNext())
        {
            if (members.Name.SequenceEqual("data"u8)) parts.Data = members.Value;
            else if (members.Name.SequenceEqual("errors"u8)) parts.Errors = members.Value;
            else if (members.Name.SequenceEqual("includes"u8))
            {
                if (!parts.TryCutIncludes(members.Value)) return false;
            }
            else if (members.Name.SequenceEqual("__twarc"u8))
            {
                if (!parts.TryCutOrigin(members.Value)) return false;
            }
            else if (!members.Name.SequenceEqual("meta"u8) && !members.Name.SequenceEqual("matching_rules"u8))
                return false;
        }

        return members.IsAtEnd && parts.Data is [(byte)'{' or (byte)'[', ..];
    }

    private bool TryCutIncludes(ReadOnlySpan<byte> includes)
    {
        var members = new JsonMembers(includes);
        while (members.MoveNext())
        {
            if (members.Name.SequenceEqual("users"u8)) Users = members.Value;
            else if (members.Name.SequenceEqual("tweets"u8)) Tweets = members.Value;
            else if (members.Name.SequenceEqual("places"u8)) Places = members.Value;
            else if (!members.Name.SequenceEqual("media"u8) && !members.Name.SequenceEqual("polls"u8)
                && !members.Name.SequenceEqual("topics"u8))
                return false;
        }

        return members.IsAtEnd;
    }

    private bool TryCutOrigin(ReadOnlySpan<byte> origin)
    {
        if (origin.Contains((byte)'\\')) return false;
        var members = new JsonMembers(origin);
        while (members.MoveNext())
        {
            if (members.Name.SequenceEqual("url"u8)) Address = members.Value.Trim((byte)'"');
            else if (members.Name.SequenceEqual("retrieved_at"u8)) RetrievedAt = members.Value.Trim((byte)'"');
            else if (!members.Name.SequenceEqual("version"u8)) return false;
        }

        return members.IsAtEnd;
    }
}
