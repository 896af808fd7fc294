DROP INDEX "observations_integration";--> statement-breakpoint
ALTER TABLE "custom_rule_cursors" ADD COLUMN "settled" boolean DEFAULT false NOT NULL;--> statement-breakpoint
CREATE INDEX "custom_rule_waiting_age" ON "custom_rule_waiting" USING btree ("integration_id","rule_id","rule_version","occurred_at");--> statement-breakpoint
CREATE INDEX "observations_event" ON "observations" USING btree ("integration_id","stream","event_id");