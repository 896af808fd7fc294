CREATE TABLE "finding_sightings" (
	"finding_id" uuid PRIMARY KEY NOT NULL,
	"seen_at" timestamp with time zone NOT NULL,
	"evaluated_at" timestamp with time zone NOT NULL,
	"run_id" uuid NOT NULL
);
--> statement-breakpoint
INSERT INTO "finding_sightings" ("finding_id", "seen_at", "evaluated_at", "run_id")
SELECT "id", "last_seen_at", "last_evaluated_at", "run_id" FROM "findings";
--> statement-breakpoint
ALTER TABLE "findings" DROP COLUMN "last_seen_at";--> statement-breakpoint
ALTER TABLE "findings" DROP COLUMN "last_evaluated_at";--> statement-breakpoint
ALTER TABLE "findings" DROP COLUMN "run_id";