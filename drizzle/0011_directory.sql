CREATE TABLE "directory_people" (
	"id" uuid PRIMARY KEY NOT NULL,
	"integration_id" uuid NOT NULL,
	"source" text NOT NULL,
	"external_id" text NOT NULL,
	"user_name" text,
	"email" text NOT NULL,
	"status" text NOT NULL,
	"manager_email" text,
	"department" text,
	"left_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX "directory_people_external" ON "directory_people" USING btree ("integration_id","source","external_id");--> statement-breakpoint
CREATE UNIQUE INDEX "directory_people_user_name" ON "directory_people" USING btree ("integration_id",lower("user_name")) WHERE user_name is not null;--> statement-breakpoint
CREATE INDEX "directory_people_address" ON "directory_people" USING btree ("integration_id",lower("email"));