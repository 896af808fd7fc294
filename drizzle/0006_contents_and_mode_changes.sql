CREATE TABLE "mode_changes" (
	"id" uuid PRIMARY KEY NOT NULL,
	"integration_id" uuid NOT NULL,
	"from_mode" text NOT NULL,
	"to_mode" text NOT NULL,
	"reason" text,
	"actor" jsonb NOT NULL,
	"requested_at" timestamp with time zone DEFAULT now() NOT NULL,
	"applied_at" timestamp with time zone,
	"data_from" timestamp with time zone,
	"purged_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "contents" (
	"integration_id" uuid NOT NULL,
	"stream" text NOT NULL,
	"record_id" text NOT NULL,
	"occurred_at" timestamp with time zone NOT NULL,
	"written_at" timestamp with time zone DEFAULT now() NOT NULL,
	"sealed" "bytea" NOT NULL,
	CONSTRAINT "contents_integration_id_stream_record_id_pk" PRIMARY KEY("integration_id","stream","record_id")
);
--> statement-breakpoint
CREATE INDEX "mode_changes_newest" ON "mode_changes" USING btree ("integration_id","requested_at");--> statement-breakpoint
CREATE INDEX "contents_by_age" ON "contents" USING btree ("written_at");