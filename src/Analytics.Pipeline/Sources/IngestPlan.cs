using System.Security.Cryptography;
using System.Text;
using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Formats;
using Analytics.Pipeline.Lake;

namespace Analytics.Pipeline.Sources;

/// <summary>Which files of a pipeline are to be ingested, and which are known from earlier runs.</summary>
/// <param name="New">In the order of sources and names; their rows count in this order.</param>
/// <param name="Known">Delivered again, under this or another name; not read.</param>
public sealed record IngestPlan(IReadOnlyList<ExportFile> New, IReadOnlyList<ExportFile> Known)
{
    /// <summary>
    /// Lists the files of all sources. A file is known if one of the same content was ingested the same way. Content is
    /// hashed beforehand only for files whose size occurs twice; all others are hashed while they are read.
    /// </summary>
    public static IngestPlan Of(
        PipelineDefinition pipeline, IReadOnlyList<IngestedFile> ingested, CancellationToken cancellation)
    {
        var files = pipeline.Sources
            .SelectMany(FilesOf)
            .ToList();
        var known = ingested.Select(file => (file.Reading, file.Sha256, file.ListedOn)).ToHashSet();
        var sizes = ingested.Select(file => file.Bytes).Concat(files.Select(file => file.SizeBytes))
            .GroupBy(bytes => bytes).Where(group => group.Count() > 1).Select(group => group.Key).ToHashSet();

        var fresh = new List<ExportFile>();
        var seen = new List<ExportFile>();
        foreach (var file in files)
        {
            cancellation.ThrowIfCancellationRequested();
            if (file is { Failure: null, Sha256: null } && sizes.Contains(file.SizeBytes))
            {
                // A file that cannot be read now is told about when its turn comes.
                try
                {
                    file.Sha256 = ExportStream.Sha256(file.Path, cancellation);
                }
                catch (Exception error) when (error is IOException or UnauthorizedAccessException)
                {
                    file.Failure = new ExportFileException(error.Message, error);
                }
            }

            var isKnown = file.Sha256 is not null && !known.Add((Reading(file.Source), file.Sha256, file.ListedOn));
            (isKnown ? seen : fresh).Add(file);
        }

        return new IngestPlan(fresh, seen);
    }

    /// <summary>What a source names; of what was pulled for it the content is known already.</summary>
    private static IEnumerable<ExportFile> FilesOf(SourceDefinition source, int code)
    {
        if (source.Landed is not { } landed)
            return SourceFiles.Of(source).Select(path => new ExportFile(source, code, path));
        var whole = landed.Files.Select(file => new ExportFile(source, code, file.Path) { Sha256 = file.Sha256 });
        return whole.Concat(landed.Failures.Select(failure => new ExportFile(source, code, failure)));
    }

    /// <summary>Identifies how a source reads its files: two sources that read alike share what they know.</summary>
    public static string Reading(SourceDefinition source)
    {
        var columns = string.Join(
            '\n', source.Columns.OrderBy(c => c.Key, StringComparer.Ordinal).Select(c => $"{c.Key}={c.Value}"));
        var text = string.Join(
            '\u001f', source.Kind, source.Format, source.Platform, source.Interaction, source.ObservedAt?.UtcTicks,
            source.TimeFormat, source.Delimiter, source.Quote, source.Header, source.Comment,
            string.Join('\n', source.NullValues), columns);

        // Keys that came later: sources that do not state them read as they always did.
        if (source.Encoding is { } encoding) text += $"\u001f{encoding}";
        if (source.Complete != WholeLists.None) text += $"\u001fcomplete {source.Complete}";
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16];
    }
}
