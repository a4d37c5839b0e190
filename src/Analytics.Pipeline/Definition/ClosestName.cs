namespace Analytics.Pipeline.Definition;

/// <summary>Finds what a misspelt name was meant to be.</summary>
internal static class ClosestName
{
    /// <summary>
    /// The candidate with the fewest edits to <paramref name="name"/>, or null when none is near: two edits, or one
    /// in three letters of a long name; one in a name of up to three letters. Of equally near ones the first wins.
    /// </summary>
    public static string? Find(string name, IEnumerable<string> candidates)
    {
        var wanted = Normalise(name);
        string? closest = null;
        var fewest = (wanted.Length <= 3 ? 1 : Math.Max(2, wanted.Length / 3)) + 1;
        foreach (var candidate in candidates)
        {
            var edits = Edits(wanted, Normalise(candidate));
            if (edits >= fewest) continue;
            fewest = edits;
            closest = candidate;
        }

        return closest;
    }

    /// <summary>
    /// Optimal string alignment distance: insertions, deletions, replacements, and swaps of neighbours (Damerau 1964).
    /// </summary>
    public static int Edits(string left, string right)
    {
        var table = new int[left.Length + 1, right.Length + 1];
        for (var i = 0; i <= left.Length; i++) table[i, 0] = i;
        for (var j = 0; j <= right.Length; j++) table[0, j] = j;

        for (var i = 1; i <= left.Length; i++)
        {
            for (var j = 1; j <= right.Length; j++)
            {
                var replaced = table[i - 1, j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
                table[i, j] = Math.Min(replaced, Math.Min(table[i - 1, j], table[i, j - 1]) + 1);
                var swapped = i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1];
                if (swapped) table[i, j] = Math.Min(table[i, j], table[i - 2, j - 2] + 1);
            }
        }

        return table[left.Length, right.Length];
    }

    private static string Normalise(string name) => name.Replace('-', '_').ToLowerInvariant();
}
