using static Analytics.Pipeline.Marts.MartColumn;

namespace Analytics.Pipeline.Marts.Tables;

/// <summary>What a run says about itself. Clock times and threads stand in <c>runs</c> and nowhere else.</summary>
internal static class RunTables
{
    public const string RunId = "Run that made the row.";

    private static readonly string[] GateNames =
    [
        "unreadable", "max_reject_share", "min_rows_share", "max_rows_share", "min_completeness", "max_size_change",
        "max_leader_turnover",
    ];

    private static readonly MartTable Runs = new(
        "runs",
        TableKind.Record,
        "One row: the run that made this snapshot, on whose behalf and why, and how many rows each stage handled.",
        ["run_id"],
        "run_id",
        [
            Required("run_id", "VARCHAR", "Sequence number of the run and a digest of configuration and input."),
            Required("pipeline", "VARCHAR", "Name of the pipeline."),
            Required("started_at", "TIMESTAMP", "When the run began (UTC)."),
            Required("finished_at", "TIMESTAMP", "When its tables were complete (UTC)."),
            Choice("status", "How it ended; held: a quality gate failed, and somebody published it all the same.",
                "done", "held"),
            Count("threads", "Threads used; no other table depends on it.", "INTEGER"),
            Required("seed", "INTEGER", "Seed of everything random."),
            Required("config_hash", "VARCHAR", "SHA-256 of everything in the pipeline file that can change a result."),
            Required("code_version", "VARCHAR", "Version of the program."),
            Required("purpose_controller", "VARCHAR", "Who decides about the processing."),
            Required("purpose", "VARCHAR", "What the data are used for."),
            Required("legal_basis", "VARCHAR", "Why that is lawful."),
            Count("retention_days", "Days for which snapshots are kept; the newest two always are.", "INTEGER"),
            Count("rows_read", "Rows read from export files in this run."),
            Count("rows_accepted", "Of these, new facts."),
            Count("rows_rejected", "Of these, unusable; see rejects."),
            Count("duplicates", "Of these, known already."),
            Count("follows", "Rows of the table follows."),
            Count("interactions", "Rows of the table interactions."),
            Count("posts", "Rows of the table posts."),
            Count("accounts", "Rows of the table accounts."),
            Count("vertices", "Accounts in the attention graph."),
            Count("edges", "Ordered pairs of accounts with attention."),
            Count("communities", "Communities published."),
            Count("members", "Accounts in them."),
            Count("residual", "Accounts of the graph that are in no community, because theirs would be too small."),
            Count("deaths", "Communities of the previous snapshot that no community goes on from."),
            Count("leaders", "Leaders listed."),
        ]);

    private static readonly MartTable Sources = new(
        "sources",
        TableKind.Record,
        "One row per source: every row read is accepted, rejected or a duplicate.",
        ["source"],
        "source",
        [
            Required("run_id", "VARCHAR", RunId),
            Required("source", "VARCHAR", "Name of the source in the pipeline file."),
            Count("files", "Export files found."),
            Count("files_known", "Of these, ingested by an earlier run and not read again."),
            Count("files_failed", "Of these, unreadable."),
            Count("rows_read", "Rows read in this run."),
            Count("rows_accepted", "Of these, new facts."),
            Count("rows_rejected", "Of these, unusable; see rejects."),
            Count("duplicates", "Of these, known already."),
            Optional("completeness", "DOUBLE",
                "Received followers, and followed accounts of whole lists / those that the profiles claim; else NULL."),
        ]);

    private static readonly MartTable Rejects = new(
        "rejects",
        TableKind.Record,
        "One row per unusable row of an export, or per unreadable file.",
        [],
        "source, file, line, field, reason",
        [
            Required("run_id", "VARCHAR", RunId),
            Required("source", "VARCHAR", "Name of the source in the pipeline file.").To("sources"),
            Required("file", "VARCHAR", "Name of the export file."),
            Optional("line", "BIGINT", "Line or row from 1; NULL where the file as a whole is meant."),
            Optional("field", "VARCHAR", "Column at fault; NULL where the row as a whole is."),
            Required("reason", "VARCHAR", "What is wrong with it."),
            Optional("sample", "VARCHAR", "The value in a form without ids or handles; NULL where nothing is left."),
        ]);

    private static readonly MartTable Drift = new(
        "drift",
        TableKind.Record,
        "One row per difference between a platform's exports and what their reader knows, in the files of this run.",
        ["source", "kind", "key"],
        "source, kind, key",
        [
            Required("run_id", "VARCHAR", RunId),
            Required("source", "VARCHAR", "Name of the source in the pipeline file.").To("sources"),
            Choice("kind", "unknown_key: the platform added something; missing_key: it took something away; ignored: "
                + "known, and no table has a place for it.", "unknown_key", "missing_key", "ignored"),
            Required("key", "VARCHAR", "Path of the key, or what was ignored; never a value."),
            Count("occurrences", "How often."),
        ]);

    private static readonly MartTable Gates = new(
        "gates",
        TableKind.Record,
        "One row per quality gate and what it judges. The run was held if any failed.",
        ["gate", "subject"],
        "gate, subject",
        [
            Required("run_id", "VARCHAR", RunId),
            Choice("gate", "Its key below gates: in the pipeline file; unreadable has none.", GateNames),
            Required("subject", "VARCHAR", "Name of the source, or snapshot for one that judges it as a whole."),
            Optional("found", "DOUBLE",
                "A share; of unreadable the number of such files; NULL where there was nothing to measure."),
            Optional("expected", "DOUBLE",
                "The limit, at least of gates that begin with min, else at most; NULL where the pipeline sets none."),
            Choice("outcome", "not_judged: without limit, or there was nothing to measure or compare.",
                "passed", "failed", "not_judged"),
            Required("explanation", "VARCHAR", "The figures behind it, in words."),
            Required("causes", "VARCHAR[]",
                "Of failed gates: files, reasons and lines of rows, communities or leaders behind it, the weightiest "
                + "first; else empty."),
        ]);

    public static IReadOnlyList<MartTable> All { get; } = [Runs, Sources, Rejects, Drift, Gates];
}
