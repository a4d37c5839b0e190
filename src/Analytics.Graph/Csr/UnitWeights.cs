using Analytics.Graph.Memory;

namespace Analytics.Graph.Csr;

/// <summary>Weights of a graph in which all are 1 and none are stored.</summary>
internal sealed class UnitWeights(long arcs)
{
    private static float[] s_row = [];
    private readonly WeakReference<LargeArray<float>?> _column = new(null);

    /// <summary>The weights of a row: the same memory for all rows of all graphs, as long as the longest.</summary>
    public static ReadOnlySpan<float> Row(int length)
    {
        float[] row = Volatile.Read(ref s_row);
        if (row.Length < length)
        {
            row = new float[Math.Max(length, (int)Math.Min(2L * row.Length, Array.MaxLength))];
            Array.Fill(row, 1f);
            Volatile.Write(ref s_row, row);
        }

        return row.AsSpan(0, length);
    }

    /// <summary>One per arc, for kernels that want them side by side; the garbage collector may take the column as soon
    /// as nobody uses it.</summary>
    public LargeArray<float> Column
    {
        get
        {
            lock (_column)
            {
                if (_column.TryGetTarget(out LargeArray<float>? column))
                    return column;
                column = new LargeArray<float>(arcs);
                const int step = 1 << 20;
                for (long start = 0; start < arcs; start += step)
                    column.Span(start, (int)Math.Min(step, arcs - start)).Fill(1f);
                _column.SetTarget(column);
                return column;
            }
        }
    }
}
