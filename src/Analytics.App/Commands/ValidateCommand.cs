using System.CommandLine;
using System.Globalization;
using Analytics.App.Console;
using Analytics.App.Query;
using Analytics.App.Reports;
using Analytics.Pipeline;
using Analytics.Pipeline.Lake;
using Analytics.Pipeline.Privacy;
using Analytics.Pipeline.Samples.Validation;

namespace Analytics.App.Commands;

/// <summary><c>analytics validate</c>: compares what a run found with what was planted in a generated sample.</summary>
internal sealed class ValidateCommand(Terminal terminal)
{
    private const string KeyName = "pseudonym.key";

    private readonly Argument<string> _folder = new("folder")
    {
        Description = "A generated folder, with truth/ in it",
        HelpName = "DIR",
    };

    private readonly Option<string?> _lake = SharedOptions.ExistingLake();

    private readonly Option<string?> _key = new("--key-file")
    {
        Description = $"The key that the lake was made with; {KeyName} beside the identity store unless given",
        HelpName = "FILE",
    };

    private readonly Option<string> _platform = new("--platform")
    {
        Description = "The platform that the pipeline file gives its sources",
        HelpName = "NAME",
        DefaultValueFactory = _ => "default",
    };

    private readonly Option<bool> _json = SharedOptions.Json("Print one JSON object per figure");

    public static Command Create(Terminal terminal)
    {
        ValidateCommand validate = new(terminal);
        Command command = new("validate", "Compare communities and leaders with those planted in a generated sample.")
        {
            validate._folder, validate._lake, validate._key, validate._platform, validate._json,
        };
        command.SetAction((parsed, cancellation) => Task.Run(() => validate.Run(parsed, cancellation)));
        Examples.Add(
            command,
            "analytics validate data-samples",
            "analytics validate exports --lake /srv/lake --json");
        return command;
    }

    private int Run(ParseResult parsed, CancellationToken cancellation)
    {
        var lake = SharedOptions.ExistingLakeOf(parsed.GetValue(_lake), terminal);
        Pseudonymizer pseudonymizer = new(KeyOf(lake, parsed.GetValue(_key)));
        using var catalog = CatalogConnection.Open(lake, catalog: null, identities: null);
        var rows = PlantedValidation.Run(
            parsed.GetValue(_folder)!,
            catalog.Connection,
            (platform, id) => pseudonymizer.Accounts(platform).Of(id),
            parsed.GetValue(_platform)!,
            cancellation);

        if (parsed.GetValue(_json))
        {
            foreach (var row in rows) terminal.Out.WriteLine(row.ToJson());
            return ExitCodes.Done;
        }

        if (rows.Count > 0) terminal.Out.WriteLine($"Planted: {rows[0].Case}");
        TableReport.Write(
            terminal,
            [new("figure"), new("value", true), new("90 % interval", true), new("followers alone", true)],
            [.. rows.Select(row => new[]
            {
                row.Metric, Digits(row.Value),
                row is { Low: { } low, High: { } high } ? $"{Digits(low)} to {Digits(high)}" : "",
                row.BaselineValue is { } baseline ? Digits(baseline) : "",
            })]);
        return ExitCodes.Done;
    }

    private static PseudonymKey KeyOf(LakeFolder lake, string? given)
    {
        var description = lake.Describe();
        var file = given ?? Path.Combine(Path.GetDirectoryName(description.IdentityStore) ?? "", KeyName);
        if (!File.Exists(file))
        {
            throw new UserException(
                $"{file}: found no such file; expected the pseudonym key of the lake. Name it with --key-file.",
                ExitCodes.Usage);
        }

        var key = PseudonymKey.LoadOrCreate(file, lake.Path);
        return key.Fingerprint == description.KeyFingerprint
            ? key
            : throw new UserException(
                $"{file}: found key {key.Fingerprint}; expected {description.KeyFingerprint}, with which the lake "
                + "was made. Name that one with --key-file.",
                ExitCodes.Usage);
    }

    private static string Digits(double value) =>
        double.IsNaN(value) ? "" : value.ToString("0.000", CultureInfo.InvariantCulture);
}
