using System.Text;
using Analytics.DuckDb;
using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Formats;
using Analytics.Pipeline.Ingest;
using Analytics.Pipeline.Sources;

namespace Analytics.Pipeline.Privacy;

/// <summary>
/// Finds the handles of listed leaders by reading the exports again: nothing but pseudonyms is kept on the way in, so
/// nobody else's handle is ever stored. Profiles come first, because they have handles; elsewhere the id itself counts.
/// Ends as soon as all are found.
/// </summary>
internal sealed class LeaderReveal(PipelineDefinition pipeline, PseudonymKey key, DuckDbDatabase engine)
{
    private readonly Pseudonymizer _pseudonyms = new(key);

    /// <param name="wanted">Pseudonyms to find; those found are removed.</param>
    public IReadOnlyList<Identity> Find(HashSet<ulong> wanted, CancellationToken cancellation)
    {
        var found = new List<Identity>();
        var pool = new RecordBlockPool();
        foreach (var source in pipeline.Sources.OrderBy(source => source.Kind == FactKind.Accounts ? 0 : 1))
        {
            foreach (var path in SourceFiles.Of(source))
            {
                if (wanted.Count == 0) return found;
                try
                {
                    Read(source, path, pool, wanted, found, cancellation);
                }
                catch (ExportFileException)
                {
                    // The ingest has told what is wrong with this file; another may name the leader.
                }
            }
        }

        return found;
    }

    private void Read(
        SourceDefinition source,
        string path,
        RecordBlockPool pool,
        HashSet<ulong> wanted,
        List<Identity> found,
        CancellationToken cancellation)
    {
        var (reader, plan) = ExportReaders.Open(source, path, pool, engine, hash: null);
        using (reader)
        using (var expressions = plan.Expressions.Count > 0 ? new ExpressionColumns(plan, engine) : null)
        {
            var batch = new RawBatch(plan.RawColumns.Count);
            var columns = new RecordColumns(plan, source.NullValues);
            while (wanted.Count > 0 && reader.Read(cancellation) is { } piece)
            {
                using (piece)
                {
                    while (piece.TryRead(batch))
                    {
                        if (batch.Count == 0) continue;
                        columns.Show(batch, expressions?.Compute(batch));
                        Collect(source, columns, wanted, found);
                    }
                }
            }
        }
    }

    private void Collect(SourceDefinition source, RecordColumns columns, HashSet<ulong> wanted, List<Identity> found)
    {
        var accounts = _pseudonyms.Accounts(source.Platform);
        ReadOnlySpan<int> idColumns = source.Kind switch
        {
            FactKind.Accounts => [0],
            FactKind.Posts => [1],
            _ => [0, 1],
        };
        for (var row = 0; row < columns.Count; row++)
        {
            foreach (var column in idColumns)
            {
                var id = columns.Field(column, row);
                if (id.IsEmpty) continue;
                var pseudonym = accounts.Of(id);
                if (!wanted.Remove(pseudonym)) continue;
                var handle = source.Kind == FactKind.Accounts ? columns.Field(1, row) : default;
                found.Add(
                    new Identity(pseudonym, source.Platform, Encoding.UTF8.GetString(handle.IsEmpty ? id : handle)));
            }
        }
    }
}
