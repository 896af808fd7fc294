CREATE TABLE "assignment_routes" (
	"integration_id" uuid PRIMARY KEY NOT NULL,
	"version" integer NOT NULL,
	"routes" jsonb NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_by" jsonb NOT NULL
);
--> statement-breakpoint
ALTER TABLE "findings" ADD COLUMN "assigned_as" text;--> statement-breakpoint
CREATE INDEX "findings_unassigned" ON "findings" USING btree ("integration_id","id") WHERE assignee is null and state <> 'resolved';