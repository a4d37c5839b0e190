using Analytics.Pipeline.Formats.Records;

namespace Analytics.Pipeline.Formats.Instagram;

/// <summary>
/// What <c>label_values</c> say of a post: a tree of objects that have a label in the language of the account and a
/// value or an address, the author's below one without a label. The tree is walked and not described, because its depth
/// differs from list to list. Labels of people's names are passed over: they are no ids.
/// </summary>
/// <param name="name">Takes <see cref="InstagramName.Longest"/> bytes.</param>
/// <param name="post">Takes as many.</param>
internal ref struct LabelValues(Span<byte> name, Span<byte> post)
{
    private static readonly JsonShape Label =
        new("label", "value", "href", "dict", "vec", "~title", "~timestamp_value", "~ent_field_name", "~media");

    private readonly Span<byte> _name = name;
    private readonly Span<byte> _post = post;
    private int _nameLength;
    private int _postLength;

    /// <summary>The author's account in its normal form; empty if it was not delivered.</summary>
    public readonly ReadOnlySpan<byte> Name => _name[.._nameLength];

    /// <summary>Short code of the post; empty if it was not delivered.</summary>
    public readonly ReadOnlySpan<byte> Post => _post[.._postLength];

    /// <param name="labels">A JSON array that was checked already.</param>
    public void Read(ReadOnlySpan<byte> labels, FactRows rows)
    {
        var fields = rows.Fields(Label);
        foreach (var item in new JsonItems(labels))
        {
            // Lists of texts are of no interest.
            if (item is not [(byte)'{', ..] || !fields.TryRead(item, rows.Drift, out _)) continue;
            if (_nameLength == 0 && IsUserName(fields[0])) _nameLength = InstagramName.Of(fields[1], _name).Length;
            if (_postLength == 0 && fields[0].SequenceEqual("URL"u8))
            {
                var code = InstagramName.PostOf(fields.Has(2) ? fields[2] : fields[1]);
                if (code.TryCopyTo(_post)) _postLength = code.Length;
            }

            // The parts point into the record itself, so that reading others into the same fields does no harm.
            var dict = fields[3];
            var vec = fields[4];
            Read(dict, rows);
            Read(vec, rows);
        }
    }

    private static bool IsUserName(ReadOnlySpan<byte> label) =>
        label.SequenceEqual("Username"u8) || label.SequenceEqual("Benutzername"u8)
        || label.SequenceEqual("Nutzername"u8);
}
