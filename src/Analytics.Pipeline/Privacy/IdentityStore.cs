using System.Security.Cryptography;
using System.Text;
using Analytics.DuckDb;
using Analytics.Pipeline.Lake;

namespace Analytics.Pipeline.Privacy;

/// <summary>An account's handle on its platform.</summary>
public sealed record Identity(ulong AccountId, string Platform, string Handle);

/// <summary>
/// The restricted store of handles: a Parquet file of mode 0600 beside the key, outside the lake, with one row for each
/// leader whose handle a pipeline is allowed to show. It is replaced whole, so readers never meet half of it.
/// </summary>
public sealed class IdentityStore(string path)
{
    /// <summary>
    /// Each lake has a store of its own beside the configured name, `identities-3fa9c2d1.parquet`: a store then holds
    /// the leaders of one lake and no others, and lakes that run at the same time do not meet.
    /// </summary>
    public static string PathFor(string configured, LakeFolder lake)
    {
        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(lake.Path)))[..8];
        var name = $"{System.IO.Path.GetFileNameWithoutExtension(configured)}-{digest}";
        var folder = System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(configured))!;
        return System.IO.Path.Combine(folder, name + System.IO.Path.GetExtension(configured));
    }

    /// <summary>The store of a lake whose pipeline names no other place.</summary>
    public static string DefaultFor(LakeFolder lake) => PathFor(
        System.IO.Path.Combine(
            Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".config/analytics/identities.parquet"),
        lake);

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public string Path => path;

    public IReadOnlyDictionary<ulong, Identity> Read(DuckDbConnection connection)
    {
        var identities = new Dictionary<ulong, Identity>();
        if (!File.Exists(path)) return identities;
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT account_id, platform, handle FROM read_parquet({ParquetView.File(path)})";
        using var rows = command.ExecuteReader();
        while (rows.Read())
        {
            var id = rows.GetFieldValue<ulong>(0);
            identities[id] = new Identity(id, rows.GetString(1), rows.GetString(2));
        }

        return identities;
    }

    /// <summary>Forgets everybody who is not among the leaders of these files; nothing where no store is.</summary>
    public void KeepOnly(IReadOnlyList<string> leaderFiles)
    {
        if (!File.Exists(path)) return;
        using var engine = DuckDbDatabase.Open();
        using var connection = engine.Connect();
        using var leaders = connection.CreateCommand(
            $"SELECT DISTINCT account_id FROM read_parquet([{ParquetView.Files(leaderFiles)}])");
        var listed = new HashSet<ulong>();
        using (var rows = leaders.ExecuteReader())
        {
            while (rows.Read()) listed.Add(rows.GetFieldValue<ulong>(0));
        }

        var known = Read(connection);
        if (known.Keys.All(listed.Contains)) return;
        Write(connection, known.Values.Where(identity => listed.Contains(identity.AccountId)));
    }

    public void Write(DuckDbConnection connection, IEnumerable<Identity> identities)
    {
        var folder = System.IO.Path.GetDirectoryName(path)!;
        Durable.CreateFolder(folder);
        var draft = path + ".next";
        File.Delete(draft);

        // Made empty with the right mode first: the engine then fills it, and it is never readable by others.
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OwnerOnly;
        new FileStream(draft, options).Dispose();

        connection.Execute(
            "CREATE OR REPLACE TEMP TABLE identities(account_id UBIGINT, platform VARCHAR, handle VARCHAR)");
        using (var insert = connection.CreateCommand())
        {
            insert.CommandText = "INSERT INTO identities VALUES (?, ?, ?)";
            foreach (var identity in identities)
            {
                insert.Parameters.Clear();
                insert.Parameters.Add(new DuckDbParameter { Value = identity.AccountId });
                insert.Parameters.Add(new DuckDbParameter { Value = identity.Platform });
                insert.Parameters.Add(new DuckDbParameter { Value = identity.Handle });
                insert.ExecuteNonQuery();
            }
        }

        connection.Execute(
            $"COPY (FROM identities ORDER BY account_id) TO {ParquetView.Literal(draft)} "
            + "(FORMAT parquet, COMPRESSION zstd, USE_TMP_FILE false)");
        connection.Execute("DROP TABLE identities");
        Durable.FlushFile(draft);
        Durable.Rename(draft, path);
    }
}
