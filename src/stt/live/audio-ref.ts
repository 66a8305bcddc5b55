export const audioRef = (rowId: string) => ({ table: 'utterances', column: 'audio_sealed', rowId });
