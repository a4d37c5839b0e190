using Analytics.Pipeline.Formats.Records;

namespace Analytics.Pipeline.Formats.Tiktok;

/// <summary>
/// Whose export of TikTok it is, and how long its lists are. The profile may come behind the lists, so the document is
/// read once for this.
/// </summary>
internal sealed class TiktokOwner
{
    private long _followers;
    private long _following;

    /// <summary>The user name in lower case, which is the only id that the exports have.</summary>
    public byte[] Name { get; private set; } = [];

    public long Followers => _followers;

    public long Following => _following;

    /// <exception cref="ExportFileException">The export does not say whose it is.</exception>
    public static TiktokOwner Of(Func<Stream> open, RecordBlockPool pool)
    {
        var owner = new TiktokOwner();
        var rows = new FactRows((_, _) => { });
        using (var document = TiktokExport.Open(open(), pool, new Profile(owner)))
        {
            while (document.Read(CancellationToken.None) is { } piece)
            {
                using (piece)
                {
                    rows.Clear();
                    ((RecordPiece)piece).ReadTo(rows);
                }
            }
        }

        if (owner.Name.Length > 0) return owner;
        throw new ExportFileException(
            "found nobody whose export it is, expected userName in ProfileMap; order the data again, with the profile");
    }

    private sealed class Profile(TiktokOwner owner) : JsonRecords
    {
        public override JsonShape Shape(int section) => TiktokRecords.ShapeOf(TiktokSections.PartOf(section));

        public override void Read(int section, JsonFields record, FactRows rows)
        {
            switch (TiktokSections.PartOf(section))
            {
                case TiktokPart.Profile:
                    Span<byte> name = stackalloc byte[TiktokRecords.LongestName];
                    var found = PostMentions.Normal(TiktokRecords.Either(record, 0), name);
                    if (!found.IsEmpty) owner.Name = found.ToArray();
                    break;
                case TiktokPart.Follower:
                    owner._followers++;
                    break;
                case TiktokPart.Following:
                    owner._following++;
                    break;
            }
        }
    }
}
