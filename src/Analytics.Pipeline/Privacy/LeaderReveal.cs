using System.Text;
using Analytics.DuckDb;
using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Formats;
using Analytics.Pipeline.Formats.Records;
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
        foreach (var onlyProfiles in new[] { true, false })
        {
            foreach (var source in pipeline.Sources)
            {
                if (source.Kind is { } kind && kind == FactKind.Accounts != onlyProfiles) continue;
                foreach (var path in SourceFiles.Of(source))
                {
                    if (wanted.Count == 0) return found;
                    try
                    {
                        Read(source, path, onlyProfiles, pool, wanted, found, cancellation);
                    }
                    catch (ExportFileException)
                    {
                        // The ingest has told what is wrong with this file; another may name the leader.
                    }
                }
            }
        }

        return found;
    }

    private void Read(
        SourceDefinition source,
        string path,
        bool onlyProfiles,
        RecordBlockPool pool,
        HashSet<ulong> wanted,
        List<Identity> found,
        CancellationToken cancellation)
    {
        var (reader, plan) = ExportReaders.Open(source, path, pool, engine, hash: null, cancellation);
        using (reader)
        using (var expressions = plan is { Expressions.Count: > 0 } ? new ExpressionColumns(plan, engine) : null)
        {
            var rows = new FactRows((kind, batch) =>
            {
                if (kind == FactKind.Accounts != onlyProfiles) return;
                var columns = new RecordColumns(ColumnPlan.Canonical(kind), source.NullValues);
                columns.Show(batch, null);
                Collect(source, kind, columns, wanted, found);
            });
            var table = plan is null ? null : new RawBatch(plan.RawColumns.Count);
            var tableColumns = plan is null ? null : new RecordColumns(plan, source.NullValues);
            while (wanted.Count > 0 && reader.Read(cancellation) is { } piece)
            {
                using (piece)
                {
                    while (piece is TablePiece rest && rest.TryRead(table!))
                    {
                        if (table!.Count == 0) continue;
                        tableColumns!.Show(table, expressions?.Compute(table));
                        Collect(source, source.Kind!.Value, tableColumns, wanted, found);
                    }

                    if (piece is not RecordPiece records) continue;
                    rows.Clear();
                    records.ReadTo(rows);
                    rows.Flush();
                }
            }
        }
    }

    private void Collect(
        SourceDefinition source,
        FactKind kind,
        RecordColumns columns,
        HashSet<ulong> wanted,
        List<Identity> found)
    {
        var accounts = _pseudonyms.Accounts(source.Platform);
        ReadOnlySpan<int> idColumns = kind switch
        {
            FactKind.Accounts => [0],
            FactKind.Posts => [1],
            FactKind.Follows or FactKind.Interactions => [0, 1],
            _ => [],
        };
        for (var row = 0; row < columns.Count; row++)
        {
            foreach (var column in idColumns)
            {
                var id = columns.Field(column, row);
                if (id.IsEmpty) continue;
                var pseudonym = accounts.Of(id);
                if (!wanted.Remove(pseudonym)) continue;
                var handle = kind == FactKind.Accounts ? columns.Field(1, row) : default;
                found.Add(
                    new Identity(pseudonym, source.Platform, Encoding.UTF8.GetString(handle.IsEmpty ? id : handle)));
            }
        }
    }
}
