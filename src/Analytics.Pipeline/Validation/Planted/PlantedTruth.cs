using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Analytics.Pipeline.Validation.Planted;

/// <summary>Native id → pseudonym, as ingest computes it.</summary>
/// <param name="platform">The <c>platform</c> of the sources.</param>
/// <param name="nativeId">UTF-8 bytes of the id as the export writes it.</param>
public delegate ulong AccountPseudonym(string platform, ReadOnlySpan<byte> nativeId);

/// <summary>What one account was planted as; bots have no community (−1).</summary>
public readonly record struct PlantedAccount(ulong Pseudonym, int Community, bool IsLeader, bool IsDecoy, bool IsBot);

/// <summary>The truth of a generated sample, read from its <c>truth/</c> folder.</summary>
public sealed record PlantedTruth(string Case, IReadOnlyList<PlantedAccount> Accounts)
{
    /// <summary>Reads the truth.</summary>
    /// <param name="folder">The generated folder, or its <c>truth</c>.</param>
    /// <param name="pseudonym">The mapping that the lake was made with.</param>
    /// <param name="platform">The platform that the pipeline file gives its sources.</param>
    /// <exception cref="UserException">No truth, or not as the generator writes it; exit code 2.</exception>
    public static PlantedTruth Read(string folder, AccountPseudonym pseudonym, string platform = "default")
    {
        var truth = Directory.Exists(Path.Combine(folder, "truth")) ? Path.Combine(folder, "truth") : folder;
        var file = Path.Combine(truth, "accounts.csv");
        if (!File.Exists(file))
        {
            throw new UserException(
                $"no truth in '{folder}': expected truth/accounts.csv; give a folder made by 'analytics generate'",
                ExitCodes.Usage);
        }

        using StreamReader lines = new(file);
        Columns columns = new(file, lines.ReadLine() ?? "");
        List<PlantedAccount> accounts = [];
        for (var number = 2; lines.ReadLine() is { } line; number++)
            accounts.Add(columns.Parse(line, number, pseudonym, platform));
        return new PlantedTruth(DescribeCase(truth), accounts);
    }

    private static string DescribeCase(string truth)
    {
        var file = Path.Combine(truth, "manifest.json");
        if (!File.Exists(file)) return "unknown";
        using var manifest = JsonDocument.Parse(File.ReadAllBytes(file));
        var options = manifest.RootElement.GetProperty("options");
        string Given(string name) => options.TryGetProperty(name, out var value) ? $" {name}={value}" : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"accounts={options.GetProperty("accounts")} mixing={options.GetProperty("mixing")} "
            + $"bots={options.GetProperty("bots")}{Given("noise")}{Given("partial")} "
            + $"seed={options.GetProperty("seed")}");
    }

    /// <summary>Where the fields of a line are.</summary>
    private sealed class Columns
    {
        private readonly string _file;
        private readonly string[] _names;

        public Columns(string file, string header)
        {
            _file = file;
            _names = header.Split(',');
            foreach (var name in (string[])["account_id", "community", "is_leader", "is_bot"])
            {
                if (_names.Contains(name)) continue;
                throw new UserException(
                    $"'{file}' line 1: no column '{name}'; generate the sample again", ExitCodes.Usage);
            }
        }

        public PlantedAccount Parse(string line, int number, AccountPseudonym pseudonym, string platform)
        {
            var fields = line.Split(',');
            if (fields.Length != _names.Length)
            {
                throw new UserException(
                    $"'{_file}' line {number}: found {fields.Length} fields, expected {_names.Length}; "
                    + "generate the sample again",
                    ExitCodes.Usage);
            }

            var isBot = IsTrue(fields, "is_bot");
            return new PlantedAccount(
                pseudonym(platform, Encoding.UTF8.GetBytes(Field(fields, "account_id"))),
                isBot ? -1 : int.Parse(Field(fields, "community"), CultureInfo.InvariantCulture),
                IsTrue(fields, "is_leader"),
                IsTrue(fields, "is_celebrity") || IsTrue(fields, "is_hub") || IsTrue(fields, "bought_followers"),
                isBot);
        }

        private string Field(string[] fields, string name)
        {
            var at = Array.IndexOf(_names, name);
            return at < 0 ? "" : fields[at];
        }

        private bool IsTrue(string[] fields, string name) => Field(fields, name) == "true";
    }
}
