using System.CommandLine;
using System.Globalization;

namespace Analytics.App.Commands;

/// <summary>Options that take a whole number within limits.</summary>
internal static class Numbers
{
    public static Option<int> Of(
        string name,
        string description,
        int minimum,
        int maximum,
        int unlessGiven) => new(name)
        {
            Description = description,
            HelpName = "N",
            DefaultValueFactory = _ => unlessGiven,
            CustomParser = result =>
            {
                var text = result.Tokens[0].Value;
                var isNumber = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number);
                if (isNumber && number >= minimum && number <= maximum) return number;
                result.AddError(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{name}: found '{text}'; expected a whole number from {minimum} to {maximum}."));
                return unlessGiven;
            },
        };
}
