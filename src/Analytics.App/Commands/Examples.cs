using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Analytics.App.Commands;

/// <summary>Help that ends with commands to copy.</summary>
internal static class Examples
{
    public static void Add(Command command, params string[] examples)
    {
        var help = command.Options.OfType<HelpOption>().SingleOrDefault();
        if (help is null)
        {
            help = new HelpOption();
            command.Options.Add(help);
        }

        help.Action = new HelpWithExamples((HelpAction)help.Action!, command, examples);
    }

    private sealed class HelpWithExamples(HelpAction help, Command command, string[] examples)
        : SynchronousCommandLineAction
    {
        /// <summary>Help is asked for instead of the arguments that are missing.</summary>
        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parsed)
        {
            var code = help.Invoke(parsed);
            // The root's option also answers for verbs that have none of their own.
            if (parsed.CommandResult.Command != command) return code;

            var output = parsed.InvocationConfiguration.Output;
            output.WriteLine(examples.Length == 1 ? "Example:" : "Examples:");
            foreach (var example in examples) output.WriteLine("  " + example);
            return code;
        }
    }
}
