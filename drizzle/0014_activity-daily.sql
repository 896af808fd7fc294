-- Completed by hand: what was counted of people's messages stays, what can be counted of stored rows is counted here.
-- Events are counted again, by the next evaluation, from the first that is kept.
ALTER TABLE "activity_daily" RENAME TO "activity_daily_before";
--> statement-breakpoint
CREATE TABLE "activity_cursors" (
	"integration_id" uuid NOT NULL,
	"stream" text NOT NULL,
	"seq" bigint NOT NULL,
	"since" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "activity_cursors_integration_id_stream_pk" PRIMARY KEY("integration_id","stream")
);
--> statement-breakpoint
CREATE TABLE "activity_daily" (
	"integration_id" uuid NOT NULL,
	"subject_kind" text NOT NULL,
	"subject" text NOT NULL,
	"day" date NOT NULL,
	"signal" text NOT NULL,
	"count" bigint NOT NULL,
	"last_at" timestamp with time zone NOT NULL,
	CONSTRAINT "activity_daily_pk" PRIMARY KEY("integration_id","subject_kind","subject","day","signal")
);
--> statement-breakpoint
CREATE INDEX "activity_daily_day" ON "activity_daily" USING btree ("day");
--> statement-breakpoint
INSERT INTO "activity_daily" (integration_id, subject_kind, subject, day, signal, count, last_at)
SELECT d.integration_id, 'person', d.person_id::text, d.day, d.signal, d.count,
	least(coalesce(a.last_at, d.day::timestamp AT TIME ZONE 'UTC'), (d.day + 1)::timestamp AT TIME ZONE 'UTC' - interval '1 microsecond')
FROM "activity_daily_before" d
LEFT JOIN "person_activity" a ON a.integration_id = d.integration_id AND a.person_id = d.person_id AND a.signal = d.signal
WHERE d.signal = 'conversations';
--> statement-breakpoint
INSERT INTO "activity_daily" (integration_id, subject_kind, subject, day, signal, count, last_at)
SELECT integration_id, 'gpt', attributes ->> 'gpt_id', (occurred_at AT TIME ZONE 'UTC')::date, 'conversations', count(*), max(occurred_at)
FROM "messages"
WHERE author_kind = 'user' AND length(attributes ->> 'gpt_id') BETWEEN 1 AND 200
GROUP BY 1, 3, 4;
--> statement-breakpoint
INSERT INTO "activity_daily" (integration_id, subject_kind, subject, day, signal, count, last_at)
SELECT integration_id, 'tool', tool, (occurred_at AT TIME ZONE 'UTC')::date, 'conversations', count(*), max(occurred_at)
FROM (
	SELECT DISTINCT m.integration_id, m.message_id, m.occurred_at, t.tool
	FROM "messages" m CROSS JOIN LATERAL jsonb_array_elements_text(
		CASE jsonb_typeof(m.attributes -> 'tools_used') WHEN 'array' THEN m.attributes -> 'tools_used' ELSE '[]'::jsonb END) AS t(tool)
	WHERE m.author_kind <> 'user') AS used
WHERE length(tool) BETWEEN 1 AND 200
GROUP BY 1, 3, 4;
--> statement-breakpoint
INSERT INTO "activity_daily" (integration_id, subject_kind, subject, day, signal, count, last_at)
SELECT integration_id, 'api_key', used.key, (at AT TIME ZONE 'UTC')::date, 'last_used_at', 1, max(at)
FROM (
	SELECT integration_id, coalesce(nullif(split_part(external_id, '/', 2), ''), external_id) AS key,
		to_timestamp((attributes ->> 'last_used_at')::float8) AS at
	FROM "assets"
	WHERE kind IN ('platform.project_key', 'platform.admin_key') AND jsonb_typeof(attributes -> 'last_used_at') = 'number'
		AND (attributes ->> 'last_used_at')::float8 BETWEEN 1 AND 253402300799) AS used
GROUP BY 1, 3, 4;
--> statement-breakpoint
DROP TABLE "activity_daily_before";
