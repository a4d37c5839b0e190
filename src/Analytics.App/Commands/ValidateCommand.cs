using System.CommandLine;
using Analytics.App.Console;
using Analytics.App.Query;
using Analytics.App.Reports;
using Analytics.Pipeline;
using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Lake;
using Analytics.Pipeline.Privacy;
using Analytics.Pipeline.Validation;
using Analytics.Pipeline.Validation.Planted;
using Analytics.Pipeline.Validation.Predictive;

namespace Analytics.App.Commands;

/// <summary>
/// <c>analytics validate</c>: are the leaders the right ones? Compares them with those planted in a generated sample,
/// or with what happened after a point in time.
/// </summary>
internal sealed class ValidateCommand(Terminal terminal)
{
    private const string KeyName = "pseudonym.key";

    private readonly Argument<string?> _what = new("what")
    {
        Description = "A generated folder, with truth/ in it; with --split a pipeline file",
        HelpName = "DIR|FILE",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string[]> _splits = new("--split")
    {
        Description = "Find leaders in the facts before this time (UTC, or seconds since 1970) and compare them with "
            + "what came after; may be given several times",
        HelpName = "TIME",
    };

    private readonly Option<bool> _planted = new("--planted")
    {
        Description = "Generate samples of several sizes and difficulties, run the pipeline on each, and compare",
    };

    private readonly Option<int[]> _accounts = new("--accounts")
    {
        Description = "With --planted: sizes to generate; 4000 and 20000 unless given",
        HelpName = "N",
    };

    private readonly Option<string?> _pipeline = new("--pipeline")
    {
        Description = "With DIR: the pipeline file that read it; adds single measures, bots and partner sets",
        HelpName = "FILE",
    };

    private readonly Option<string?> _lake = SharedOptions.Lake(
        "The lake; that of the pipeline file, else ANALYTICS_LAKE or ./lake unless given");

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

    private readonly Option<int> _threads =
        Numbers.Of("--threads", "Threads to use; no figure depends on it", 1, 1_024, Environment.ProcessorCount);

    private readonly Option<bool> _json = SharedOptions.Json("Print one JSON object per figure");

    public static Command Create(Terminal terminal)
    {
        ValidateCommand validate = new(terminal);
        Command command = new("validate", "Check leaders against planted ones, or against what happened later.")
        {
            validate._what, validate._splits, validate._planted, validate._accounts, validate._pipeline, validate._lake,
            validate._key, validate._platform, validate._threads, validate._json,
        };
        command.SetAction((parsed, cancellation) => Task.Run(() => validate.RunAsync(parsed, cancellation)));
        Examples.Add(
            command,
            "analytics validate data-samples",
            "analytics validate pipelines/higgs.yaml --split 2012-07-04 --split 1341381600",
            "analytics validate --planted --accounts 4000",
            "analytics validate exports --pipeline exports/pipeline.yaml --json");
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        if (parsed.GetValue(_planted)) return await PlantAsync(parsed, cancellation).ConfigureAwait(false);

        var splits = parsed.GetValue(_splits) ?? [];
        var what = parsed.GetValue(_what) ?? throw new UserException(
            "validate: found nothing to validate; expected a generated folder, a pipeline file and --split TIME, or "
            + "--planted. See: analytics validate --help",
            ExitCodes.Usage);
        var isPredictive = splits.Length > 0;
        var rows = isPredictive ? Predict(what, splits, parsed, cancellation) : Compare(what, parsed, cancellation);
        if (parsed.GetValue(_json)) ValidationReport.WriteJson(terminal, rows);
        else if (isPredictive) ValidationReport.WriteMeasures(terminal, rows);
        else ValidationReport.WriteFigures(terminal, rows);
        return ExitCodes.Done;
    }

    /// <summary>Figures appear case by case: the whole suite takes minutes.</summary>
    private async Task<int> PlantAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var sizes = parsed.GetValue(_accounts) is { Length: > 0 } given ? given : [4_000, 20_000];
        foreach (var sample in PlantedCase.Suite(sizes))
        {
            terminal.Error.WriteLine($"{sample} …");
            var rows = await PlantedSuite.RunAsync(sample, parsed.GetValue(_threads), cancellation)
                .ConfigureAwait(false);
            if (parsed.GetValue(_json)) ValidationReport.WriteJson(terminal, rows);
            else ValidationReport.WriteFigures(terminal, rows);
        }

        return ExitCodes.Done;
    }

    private IReadOnlyList<ValidationRow> Predict(
        string file, string[] splits, ParseResult parsed, CancellationToken cancellation)
    {
        var definition = PipelineFile.Load(file);
        var lake = SharedOptions.ExistingLakeOf(parsed.GetValue(_lake) ?? definition.Output.Lake, terminal);
        var instants = splits.Select(split => Instants.Parse("--split", split)).ToList();
        return
        [
            .. instants.SelectMany(instant => PredictiveValidation.Run(
                definition, lake, instant, parsed.GetValue(_threads), cancellation)),
        ];
    }

    private IReadOnlyList<ValidationRow> Compare(string folder, ParseResult parsed, CancellationToken cancellation)
    {
        var definition = parsed.GetValue(_pipeline) is { } file ? PipelineFile.Load(file) : null;
        var lake = SharedOptions.ExistingLakeOf(parsed.GetValue(_lake) ?? definition?.Output.Lake, terminal);
        Pseudonymizer pseudonymizer = new(KeyOf(lake, parsed.GetValue(_key) ?? definition?.Privacy.KeyFile));
        var truth = PlantedTruth.Read(
            folder, (platform, id) => pseudonymizer.Accounts(platform).Of(id), parsed.GetValue(_platform)!);
        if (definition is not null)
            return PlantedAnalysis.Run(definition, lake, truth, parsed.GetValue(_threads), cancellation);

        using var catalog = CatalogConnection.Open(lake, catalog: null, identities: null);
        return PlantedValidation.Compare(truth, FoundLeaders.Read(catalog.Connection, cancellation));
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
}
