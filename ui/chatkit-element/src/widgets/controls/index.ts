import type { ComponentType } from "preact";
import type { WidgetNode } from "../../wire/protocol";
import { Button } from "./Button";
import { Checkbox } from "./Checkbox";
import { DatePicker } from "./DatePicker";
import { Form } from "./Form";
import { Input } from "./Input";
import { Label } from "./Label";
import { RadioGroup } from "./RadioGroup";
import { Select } from "./Select";
import { Textarea } from "./Textarea";

export { ActionButton } from "./ActionButton";
export { EditableText, readEditable } from "./EditableText";
export { FormBox } from "./FormBox";

/** The view of each node that a person can use, by its type. */
export const CONTROLS: Readonly<Record<string, ComponentType<{ node: WidgetNode }>>> = {
  Button,
  Checkbox,
  DatePicker,
  Form,
  Input,
  Label,
  RadioGroup,
  Select,
  Textarea,
};
