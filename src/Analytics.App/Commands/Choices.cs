using System.CommandLine;

namespace Analytics.App.Commands;

/// <summary>Options that take one of a few words.</summary>
internal static class Choices
{
    /// <summary>An option for the names of an enumeration, in lower case; null when absent.</summary>
    public static Option<T?> Of<T>(string name, string description, T unlessGiven)
        where T : struct, Enum => Of<T>(name, description, Word(unlessGiven));

    /// <summary>The same where being absent is no choice of its own.</summary>
    /// <param name="unlessGiven">What happens when it is absent.</param>
    public static Option<T?> Of<T>(string name, string description, string unlessGiven)
        where T : struct, Enum
    {
        var names = Enum.GetNames<T>().Select(word => word.ToLowerInvariant()).ToArray();
        return new Option<T?>(name)
        {
            Description = $"{description}: {string.Join(", ", names)}; {unlessGiven} unless given",
            HelpName = "WORD",
            Arity = ArgumentArity.ExactlyOne,
            CustomParser = result =>
            {
                var text = result.Tokens.Count == 0 ? "" : result.Tokens[0].Value;
                if (Array.IndexOf(names, text) is >= 0 and var index) return Enum.GetValues<T>()[index];
                result.AddError($"{name}: found '{text}'; expected one of {string.Join(", ", names)}.");
                return null;
            },
        };
    }

    private static string Word<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();
}
