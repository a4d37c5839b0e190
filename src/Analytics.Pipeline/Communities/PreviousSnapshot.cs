using Analytics.DuckDb;

namespace Analytics.Pipeline.Communities;

/// <summary>Who was in which community in the previous snapshot; empty in the first run.</summary>
/// <param name="AccountIds">One per member.</param>
/// <param name="CommunityIds">The member's community, in the same order.</param>
internal sealed record PreviousSnapshot(ulong[] AccountIds, int[] CommunityIds)
{
    /// <summary>
    /// Reads previous_members where the connection has it, and leaves it as work.previous_members in any case.
    /// </summary>
    public static PreviousSnapshot Read(DuckDbConnection connection, CancellationToken cancel)
    {
        var source = Exists(connection, "previous_members")
            ? "SELECT CAST(community_id AS INTEGER) AS community_id, account_id FROM previous_members"
            : "SELECT CAST(NULL AS INTEGER) AS community_id, CAST(NULL AS UBIGINT) AS account_id WHERE false";
        connection.Execute(
            $"CREATE TABLE work.previous_members AS {source} ORDER BY community_id, account_id", cancel);
        List<ulong> accounts = [];
        List<int> communities = [];
        using var reader = connection.Query(
            "SELECT community_id, account_id FROM work.previous_members ORDER BY ALL", streaming: true, cancel);
        while (reader.TryRead(out var chunk))
        {
            using (chunk)
            {
                communities.AddRange(chunk[0].Values<int>()[..chunk.Count]);
                accounts.AddRange(chunk[1].Values<ulong>()[..chunk.Count]);
            }
        }

        return new PreviousSnapshot([.. accounts], [.. communities]);
    }

    /// <summary>The highest number that the previous snapshot used, or 0.</summary>
    public int HighestId => CommunityIds.Length == 0 ? 0 : CommunityIds.Max();

    private static bool Exists(DuckDbConnection connection, string name)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) > 0 FROM information_schema.tables WHERE table_name = $1 "
            + "AND table_schema NOT IN ('work', 'marts')";
        var parameter = command.CreateParameter();
        parameter.Value = name;
        command.Parameters.Add(parameter);
        return command.ExecuteScalar() is true;
    }
}
