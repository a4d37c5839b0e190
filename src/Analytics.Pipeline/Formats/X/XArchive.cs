using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Formats.Archives;
using Analytics.Pipeline.Formats.Records;

namespace Analytics.Pipeline.Formats.X;

/// <summary>
/// A person's own archive of X, formerly Twitter: a folder or .zip of script files that each give a variable a JSON
/// list. Lists that are long lie in several files, <c>tweets.js</c>, <c>tweets-part1.js</c> and so on; archives from
/// before 2018 have a file a month in <c>data/js/tweets</c>.
/// </summary>
internal static class XArchive
{
    private static readonly JsonSections List = JsonSections.Of("[]");

    /// <exception cref="ExportFileException">The archive does not say whose it is.</exception>
    public static ArchiveReader Open(string path, RecordBlockPool pool)
    {
        var folder = ArchiveFolder.OpenOne(path, SourceFormat.XArchive);
        try
        {
            var owner = XOwner.Of(folder);
            var parts = new List<ArchivePart>();
            AddFollows("follower", ListDirection.Followers);
            AddFollows("following", ListDirection.Following);
            var tweets = new XTweetRecords(owner);
            foreach (var name in (string[])["tweet", "tweets"])
            {
                foreach (var file in Files(folder, name)) Add(file, tweets, tally: null);
            }

            foreach (var file in folder.Find("data/js/tweets/*.js")) Add(file, tweets, tally: null);
            foreach (var file in Files(folder, "like")) Add(file, new XLikeRecords(), tally: null);
            return new ArchiveReader(folder, parts, owner.Piece);

            void AddFollows(string name, ListDirection direction)
            {
                var files = Files(folder, name);
                var tally = owner.IsPartial
                    ? null
                    : new FollowListTally(owner.Id, direction, files.Count, owner.MadeAt);
                foreach (var file in files) Add(file, new XFollowRecords(owner, direction), tally);
            }

            void Add(ArchiveEntry file, JsonRecords records, FollowListTally? tally) =>
                parts.Add(new ArchivePart(file, stream =>
                {
                    var reader = JsonDocumentReader.Open(stream, pool, List, records);
                    return tally?.Count(reader) ?? reader;
                }));
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    /// <summary>The files of a list, in order; those without a byte hold nothing.</summary>
    private static List<ArchiveEntry> Files(ArchiveFolder folder, string name) =>
    [
        .. folder.Find($"{name}.js").Concat(folder.Find($"{name}-part*.js")).Where(entry => entry.SizeBytes > 0),
    ];
}
