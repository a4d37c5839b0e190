using Analytics.DuckDb;

namespace Analytics.Pipeline.Communities;

/// <summary>
/// What the SQL steps see of the attention in memory: the table work.vertices(vertex, account_id) and the view
/// work.edges(source, target, weight, kinds, interactions, freshness), which reads the columns where they lie.
/// </summary>
internal static class EdgeTable
{
    private static readonly IReadOnlyList<ColumnDefinition> EdgeColumns =
    [
        new("source", DuckDbLogicalType.Integer), new("target", DuckDbLogicalType.Integer),
        new("weight", DuckDbLogicalType.BigInt), new("kinds", DuckDbLogicalType.UTinyInt),
        new("interactions", DuckDbLogicalType.Integer), new("freshness", DuckDbLogicalType.USmallInt),
    ];

    public static void Write(DuckDbConnection connection, AttentionPairs pairs, int threads)
    {
        connection.RegisterTableFunction("attention_accounts", [], _ => new Accounts(pairs.AccountIds));
        connection.Execute("CREATE TABLE work.vertices AS FROM attention_accounts()");
        connection.RegisterTableFunction("attention_edges", [], _ => new Edges(pairs, threads));
        connection.Execute("CREATE VIEW work.edges AS FROM attention_edges()");
    }

    private sealed class Accounts(ulong[] ids) : ITableSource
    {
        public IReadOnlyList<ColumnDefinition> Columns { get; } =
            [new("vertex", DuckDbLogicalType.Integer), new("account_id", DuckDbLogicalType.UBigInt)];

        public int MaxThreads => 1;

        public ITableSourceReader OpenReader() => new Reader(ids);

        private sealed class Reader(ulong[] ids) : ITableSourceReader
        {
            private int _next;

            public void Read(DataChunk output)
            {
                var rows = Math.Min(DataChunk.Capacity, ids.Length - _next);
                for (var row = 0; row < rows; row++) output[0].Values<int>()[row] = _next + row;
                ids.AsSpan(_next, rows).CopyTo(output[1].Values<ulong>());
                output.Count = rows;
                _next += rows;
            }

            public void Dispose()
            {
            }
        }
    }

    /// <summary>The pairs for one statement, whose threads take part after part.</summary>
    private sealed class Edges(AttentionPairs pairs, int threads) : ITableSource
    {
        private int _nextPart = -1;

        public IReadOnlyList<ColumnDefinition> Columns => EdgeColumns;

        public int MaxThreads => threads;

        public void Start() => _nextPart = -1;

        public ITableSourceReader OpenReader() => new Reader(this);

        private AttentionPairs.Part? Take() =>
            Interlocked.Increment(ref _nextPart) is var part && part < pairs.Parts.Count ? pairs.Parts[part] : null;

        private sealed class Reader(Edges edges) : ITableSourceReader
        {
            private AttentionPairs.Part? _part;
            private int _next;

            public void Read(DataChunk output)
            {
                while (_part is null || _next == _part.Actors.Length)
                {
                    (_part, _next) = (edges.Take(), 0);
                    if (_part is null)
                    {
                        output.Count = 0;
                        return;
                    }
                }

                var rows = Math.Min(DataChunk.Capacity, _part.Actors.Length - _next);
                _part.Actors.AsSpan(_next, rows).CopyTo(output[0].Values<int>());
                _part.Targets.AsSpan(_next, rows).CopyTo(output[1].Values<int>());
                _part.Weights.AsSpan(_next, rows).CopyTo(output[2].Values<long>());
                _part.Kinds.AsSpan(_next, rows).CopyTo(output[3].Values<byte>());
                var interactions = output[4].Values<int>();
                var freshness = output[5].Values<ushort>();
                for (var row = 0; row < rows; row++)
                {
                    var own = _part.Of(_next + row);
                    interactions[row] = own.Length;
                    freshness[row] = own.Length == 0 ? (ushort)0 : own[^1].Freshness;
                }

                output.Count = rows;
                _next += rows;
            }

            public void Dispose()
            {
            }
        }
    }
}
