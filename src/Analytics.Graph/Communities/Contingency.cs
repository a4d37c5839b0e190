namespace Analytics.Graph.Communities;

/// <summary>
/// How often a vertex has label i in one partition and j in another, as a list of the cells that are not empty.
/// Vertices with a label below zero in either are left out. Two counting passes, no hashing: O(vertices + labels).
/// </summary>
internal sealed class Contingency
{
    private Contingency(int rows, int columns) => (RowSums, ColumnSums) = (new int[rows], new int[columns]);

    /// <summary>Vertices per label of the first partition.</summary>
    public int[] RowSums { get; }

    /// <summary>Vertices per label of the second partition.</summary>
    public int[] ColumnSums { get; }

    /// <summary>Cells that are not empty, by row.</summary>
    public List<(int Row, int Column, int Count)> Cells { get; } = [];

    /// <summary>Vertices with a label in both.</summary>
    public int Total { get; private set; }

    public static Contingency Of(ReadOnlySpan<int> first, ReadOnlySpan<int> second)
    {
        if (first.Length != second.Length)
            throw new ArgumentException($"{first.Length} labels and {second.Length} labels are not of one graph.");
        int rows = LabelBound(first);
        VertexGroups groups = VertexGroups.Of(first, rows);
        Contingency table = new(rows, LabelBound(second));
        int[] count = new int[table.ColumnSums.Length];
        List<int> touched = [];
        for (int row = 0; row < rows; row++)
        {
            foreach (int v in groups[row])
            {
                if (second[v] >= 0 && count[second[v]]++ == 0)
                    touched.Add(second[v]);
            }

            table.AddRow(row, touched, count);
        }

        return table;
    }

    private void AddRow(int row, List<int> touched, int[] count)
    {
        foreach (int column in touched)
        {
            Cells.Add((row, column, count[column]));
            RowSums[row] += count[column];
            ColumnSums[column] += count[column];
            Total += count[column];
            count[column] = 0;
        }

        touched.Clear();
    }

    private static int LabelBound(ReadOnlySpan<int> labels)
    {
        int bound = 0;
        foreach (int label in labels)
            bound = Math.Max(bound, label + 1);
        return bound;
    }
}
