namespace Analytics.Tests.Marts;

/// <summary>
/// Facts with planted communities, made by the engine from hashes of row numbers: the same on any machine and any
/// number of threads. Targets are drawn by a power law, four of five inside the actor's community.
/// </summary>
internal static class SyntheticFacts
{
    public static Facts Fill(Facts facts, int accounts, int communities)
    {
        facts.Connection.Execute(
            $"""
            SET search_path = 'main';
            CREATE OR REPLACE MACRO pick(i, k) AS (hash(i::BIGINT * 1000003 + k) % 1000000007) / 1000000007.0;
            CREATE OR REPLACE MACRO account(i) AS hash(i::BIGINT + 777777);
            CREATE OR REPLACE MACRO target(s, i) AS CASE
              WHEN pick(i, 3) < 0.8
              THEN least(
                floor({accounts} / {communities} * pow(pick(i, 4), 2.5))::BIGINT * {communities} + s % {communities},
                {accounts} - 1)
              ELSE floor({accounts} * pick(i, 5))::BIGINT END;
            CREATE OR REPLACE MACRO moment(i, k) AS
              TIMESTAMP '2024-01-01' + to_seconds((pick(i, k) * 86400 * 213)::INT);
            INSERT INTO follows
            SELECT DISTINCT ON (1, 2) account(s), account(t), moment(s, 9), TIMESTAMP '2024-08-01',
              CASE WHEN pick(i, 8) < 0.02 THEN TIMESTAMP '2024-05-05' END, 'synthetic'
            FROM (SELECT i, s, target(s, i) AS t
              FROM (SELECT i, floor({accounts} * pick(i, 1))::BIGINT AS s FROM range({accounts * 10}) AS r(i)))
            WHERE s <> t
            ORDER BY i;
            INSERT INTO interactions
            SELECT account(s), account(t),
              (['like', 'reply', 'repost', 'mention', 'quote'])[1 + floor(pick(i, 6) * 5)::INT],
              i::UBIGINT, moment(i, 7), NULL, 'synthetic'
            FROM (SELECT i, s, target(s, i) AS t
              FROM (SELECT i, floor({accounts} * pick(i, 11))::BIGINT AS s
                FROM range(1000000000, 1000000000 + {accounts * 10}) AS r(i)))
            WHERE s <> t;
            INSERT INTO interactions
            SELECT account(i * {communities}), account(0), 'like', (2000000000 + day)::UBIGINT,
              TIMESTAMP '2024-06-01 12:00:00' + to_days(day::INT), NULL, 'synthetic'
            FROM range(20, 34) AS r(i), range(4) AS d(day);
            INSERT INTO posts
            SELECT i::UBIGINT, account(s), moment(i, 12),
              CASE WHEN pick(i, 24) < 0.2 THEN 'en' WHEN pick(i, 24) < 0.9 THEN 'de-AT' END,
              ['topic' || CASE WHEN pick(i, 18) < 0.5 THEN s % {communities} ELSE floor(pick(i, 13) * 40)::INT END,
                'Wetter'],
              ['example.org', 'local' || s % {communities} || '.example'],
              CASE WHEN pick(s, 20) < 0.5 THEN 'Graz' ELSE 'Wien' END, pick(i, 14) < 0.04,
              CASE WHEN pick(i, 14) >= 0.1 THEN NULL WHEN pick(i, 14) >= 0.06 THEN 'werbung'
                WHEN pick(i, 14) >= 0.04 THEN '#ad' END,
              (pick(i, 15) * 50)::BIGINT, 2, NULL, NULL,
              CASE WHEN pick(i, 22) < 0.7 THEN (pick(i, 23) * 900)::BIGINT END,
              CASE WHEN pick(s, 27) < 0.8 THEN (pick(i, 23) * 700)::BIGINT END, NULL,
              CASE WHEN pick(i, 14) BETWEEN 0.04 AND 0.1 THEN pick(i, 26) < 0.6 END, NULL, NULL, 'synthetic'
            FROM (SELECT i, floor({accounts} * pick(i, 16))::BIGINT AS s FROM range({accounts * 4}) AS r(i))
            WHERE pick(s, 21) < 0.6;
            UPDATE interactions
            SET post_id = own.posts[1 + (interactions.post_id % len(own.posts)::UBIGINT)::BIGINT]
            FROM (SELECT author_id, list(post_id ORDER BY post_id) AS posts FROM posts GROUP BY author_id) AS own
            WHERE own.author_id = interactions.target_id AND interactions.post_id < 2000000000
              AND interactions.post_id % 3 = 0;
            INSERT INTO accounts
            SELECT account(i), CASE WHEN pick(i, 30) < 0.7 THEN 'a' ELSE 'b' END, (2000 * pick(i, 31) + 1)::BIGINT,
              CASE WHEN pick(i, 32) < 0.03 THEN 40000 ELSE 5 END, CASE WHEN pick(i, 33) < 0.2 THEN 0 ELSE 6 END,
              CASE WHEN pick(i, 34) < 0.1 THEN TIMESTAMP '2024-02-02' END, 'de',
              CASE WHEN i % {communities} % 2 = 0 THEN 'Graz' ELSE 'Linz' END, ['x'],
              TIMESTAMP '2024-08-01', 'synthetic'
            FROM range({accounts}) AS r(i)
            """);
        return facts;
    }
}
