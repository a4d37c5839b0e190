using System.Globalization;
using Analytics.App.Console;
using Analytics.App.Tables;
using Analytics.Pipeline.Validation;

namespace Analytics.App.Reports;

/// <summary>Figures of validation, one JSON object each or as tables for people.</summary>
internal static class ValidationReport
{
    private const string GainSuffix = "_gain";

    public static void WriteJson(Terminal terminal, IEnumerable<ValidationRow> rows)
    {
        foreach (var row in rows) terminal.Out.WriteLine(row.ToJson());
    }

    /// <summary>One line per figure of one case, beside its baseline.</summary>
    public static void WriteFigures(Terminal terminal, IReadOnlyList<ValidationRow> rows)
    {
        if (rows.Count > 0) terminal.Out.WriteLine($"Planted: {rows[0].Case}");
        TableReport.Write(
            terminal,
            [new("figure"), new("value", true), new("90 % interval", true), new("baseline"), new("its value", true)],
            [.. rows.Select(row => new[]
            {
                row.Metric, Digits(row.Value), Interval(row), row.Baseline ?? "",
                row.BaselineValue is { } baseline ? Digits(baseline) : "",
            })]);
    }

    /// <summary>One table per case: a line for the score and for each baseline, a column per figure.</summary>
    public static void WriteMeasures(Terminal terminal, IReadOnlyList<ValidationRow> rows)
    {
        foreach (var group in rows.GroupBy(row => row.Case))
        {
            var metrics = group
                .Select(row => row.Metric)
                .Where(metric => !metric.EndsWith(GainSuffix, StringComparison.Ordinal))
                .Distinct()
                .ToList();
            var byKey = group
                .Where(row => row.Baseline is not null)
                .ToDictionary(row => (row.Metric, row.Baseline!));
            var baselines = group.Select(row => row.Baseline).OfType<string>().Distinct().ToList();
            terminal.Out.WriteLine($"{group.First().Check}: {group.Key}");
            TableReport.Write(
                terminal,
                [new("measure"), .. metrics.Select(metric => new Column(metric, true))],
                [
                    ["score", .. metrics.Select(metric => Digits(byKey[(metric, baselines[0])].Value))],
                    ["  90 % interval", .. metrics.Select(metric => Interval(byKey[(metric, baselines[0])]))],
                    .. baselines.Select(baseline => (string?[])
                    [
                        baseline,
                        .. metrics.Select(metric => Digits(byKey[(metric, baseline)].BaselineValue ?? double.NaN)),
                    ]),
                ]);
            terminal.Out.WriteLine();
        }
    }

    private static string Interval(ValidationRow row) =>
        row is { Low: { } low, High: { } high } && !double.IsNaN(low) ? $"{Digits(low)} to {Digits(high)}" : "";

    private static string Digits(double value) =>
        double.IsNaN(value) ? "" : value.ToString("0.000", CultureInfo.InvariantCulture);
}
