CREATE TABLE "ticket_findings" (
	"ticket_id" uuid NOT NULL,
	"finding_id" uuid NOT NULL,
	CONSTRAINT "ticket_findings_ticket_id_finding_id_pk" PRIMARY KEY("ticket_id","finding_id")
);
--> statement-breakpoint
CREATE TABLE "tickets" (
	"id" uuid PRIMARY KEY NOT NULL,
	"destination_id" uuid NOT NULL,
	"integration_id" uuid NOT NULL,
	"key" text NOT NULL,
	"generation" integer DEFAULT 1 NOT NULL,
	"state" text DEFAULT 'none' NOT NULL,
	"claimed_at" timestamp with time zone,
	"external_id" text,
	"external_key" text,
	"url" text,
	"told_open" integer DEFAULT 0 NOT NULL,
	"told_severity" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"changed_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "ticket_findings" ADD CONSTRAINT "ticket_findings_ticket_id_tickets_id_fk" FOREIGN KEY ("ticket_id") REFERENCES "public"."tickets"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ticket_findings" ADD CONSTRAINT "ticket_findings_finding_id_findings_id_fk" FOREIGN KEY ("finding_id") REFERENCES "public"."findings"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tickets" ADD CONSTRAINT "tickets_destination_id_destinations_id_fk" FOREIGN KEY ("destination_id") REFERENCES "public"."destinations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "ticket_findings_finding" ON "ticket_findings" USING btree ("finding_id");--> statement-breakpoint
CREATE UNIQUE INDEX "tickets_key" ON "tickets" USING btree ("destination_id","key");--> statement-breakpoint
CREATE INDEX "tickets_integration" ON "tickets" USING btree ("integration_id");