-- The constants of the run, as the steps used them.
WITH final AS (SELECT * FROM work.settings)
SELECT * FROM final
